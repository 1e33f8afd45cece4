using System.Net;
using System.Text.Json;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Snapshots;

public sealed class PinTests : IAsyncLifetime
{
    Server _server = null!;

    public async Task InitializeAsync() => _server = await Server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Readers_are_held_at_an_older_snapshot_while_refreshes_build_and_unpinning_shows_the_newest()
    {
        await _server.IngestAsync("duff/orders/a.csv", Csv.Header + Csv.Rows(3));
        await _server.RefreshAsync();
        var first = await ShownAsync();
        await _server.IngestAsync("duff/orders/b.csv", Csv.Header + Csv.Rows(2, first: 10));
        await _server.RefreshAsync();
        Assert.Equal(5, await OrdersAsync());

        var pinned = await _server.PostAsync($"/api/snapshots/{first}/activate");
        Assert.Equal(
            (HttpStatusCode.OK, first, true),
            (pinned.Status, pinned.Json.GetProperty("shown").GetString(), pinned.Json.GetProperty("isPinned").GetBoolean()));
        Assert.Equal(3, await OrdersAsync());

        await _server.IngestAsync("duff/orders/c.csv", Csv.Header + Csv.Rows(4, first: 20));
        var held = await _server.RefreshAsync();
        await _server.RefreshAsync();
        Assert.Equal((first, 3), (await ShownAsync(), await OrdersAsync()));
        Assert.True(held.GetProperty("isHeld").GetBoolean() || held.GetProperty("snapshot").ValueKind == JsonValueKind.Null);

        var unpinned = await _server.PostAsync("/api/snapshots/unpin");
        Assert.Equal((HttpStatusCode.OK, false), (unpinned.Status, unpinned.Json.GetProperty("isPinned").GetBoolean()));
        Assert.Equal(9, await OrdersAsync());
        Assert.NotEqual(first, await ShownAsync());
        var nothing = await _server.RefreshAsync();
        Assert.Equal(JsonValueKind.Null, nothing.GetProperty("snapshot").ValueKind);
    }

    [Fact]
    public async Task Snapshots_are_listed_the_newest_first_a_page_at_a_time()
    {
        for (var file = 0; file < 3; file++)
        {
            await _server.IngestAsync($"duff/orders/{file}.csv", Csv.Header + Csv.Rows(1, first: file + 1));
            await _server.RefreshAsync();
        }

        var all = (await _server.GetAsync("/api/snapshots")).Json
            .GetProperty("snapshots")
            .EnumerateArray()
            .Select(snapshot => snapshot.GetProperty("id").GetString())
            .ToList();
        Assert.True(all.Count >= 3);
        Assert.Equal(all.OrderDescending(StringComparer.Ordinal), all);
        var page = (await _server.GetAsync("/api/snapshots?limit=2")).Json;
        var rest = (await _server.GetAsync(page.GetProperty("nextLink").GetString()!)).Json;
        Assert.Equal(all[..2], page.GetProperty("snapshots").EnumerateArray().Select(snapshot => snapshot.GetProperty("id").GetString()));
        Assert.Equal(all[2], rest.GetProperty("snapshots")[0].GetProperty("id").GetString());
        Assert.True(page.GetProperty("snapshots")[0].GetProperty("isShown").GetBoolean());
    }

    [Fact]
    public async Task A_snapshot_that_is_not_there_is_404_and_before_the_first_there_is_none_to_unpin()
    {
        Assert.Equal("NotFound", (await _server.PostAsync("/api/snapshots/20260101T000000000Z/activate")).Problem(HttpStatusCode.NotFound));
        Assert.Equal("NotFound", (await _server.PostAsync("/api/snapshots/unpin")).Problem(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_refresh_of_what_is_not_there_is_refused_at_once()
    {
        Assert.Equal("NotFound", (await _server.PostAsync("/api/refresh", """{"models":["none"]}""")).Problem(HttpStatusCode.NotFound));
        Assert.Equal(
            "BadRequest", (await _server.PostAsync("/api/refresh", """{"settings":{"none":"1"}}""")).Problem(HttpStatusCode.BadRequest));
        Assert.Equal("NotFound", (await _server.GetAsync("/api/refreshes/none")).Problem(HttpStatusCode.NotFound));
    }

    async Task<string?> ShownAsync() => (await _server.GetAsync("/api/snapshots")).Json.GetProperty("shown").GetString();

    async Task<int> OrdersAsync() => (await _server.GetAsync("/api/reports/orders")).Json.GetProperty("rows").GetArrayLength();
}
