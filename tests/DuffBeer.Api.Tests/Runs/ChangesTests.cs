using System.Text.Json;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Runs;

/// <summary>One stream says what has changed: snapshots, refreshes and runs, to any number of viewers.</summary>
public sealed class ChangesTests : IAsyncLifetime
{
    Server _server = null!;

    public async Task InitializeAsync() => _server = await Server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    sealed record Event(string Name, string Id, JsonElement Data);

    [Fact]
    public async Task A_run_and_the_snapshot_that_shows_it_are_told_to_every_viewer()
    {
        using var one = new StreamReader(await _server.Http.GetStreamAsync("/api/changes"));
        using var other = new StreamReader(await _server.Http.GetStreamAsync("/api/changes"));
        await _server.RefreshAsync();
        var run = (await _server.IngestAsync("duff/orders/a.csv", Csv.Header + Csv.Rows(3))).GetProperty("id").GetString();
        await _server.RefreshAsync();
        var shown = (await _server.GetAsync("/api/snapshots")).Json.GetProperty("shown").GetString();

        foreach (var viewer in new[] { one, other })
        {
            var told = await UntilAsync(viewer, event_ => event_.Name == "snapshot" && event_.Data.GetProperty("id").GetString() == shown);
            var runs = told.Where(event_ => event_.Name == "run" && event_.Data.GetProperty("id").GetString() == run).ToList();
            Assert.Equal("Completed", runs[^1].Data.GetProperty("runtimeStatus").GetString());
            Assert.Contains(told, event_ => event_.Name == "refresh");
        }
    }

    [Fact]
    public async Task A_viewer_that_reconnects_gets_what_it_missed_and_nothing_twice()
    {
        Event last;
        using (var first = new StreamReader(await _server.Http.GetStreamAsync("/api/changes")))
        {
            await _server.RefreshAsync();
            last = (await UntilAsync(first, event_ => event_.Name == "refresh" && IsOver(event_.Data)))[^1];
        }

        var run = (await _server.IngestAsync("duff/orders/b.csv", Csv.Header + Csv.Rows(3))).GetProperty("id").GetString();
        using var again = await OpenAsync(last.Id);
        using var reader = new StreamReader(await again.Content.ReadAsStreamAsync());
        var told = await UntilAsync(
            reader, event_ => event_.Name == "run" && event_.Data.GetProperty("runtimeStatus").GetString() == "Completed");

        Assert.Equal(run, told[^1].Data.GetProperty("id").GetString());
        Assert.DoesNotContain(told, event_ => event_.Name == "missed" || event_.Id == last.Id);
    }

    [Fact]
    public async Task A_viewer_with_an_unknown_id_is_told_that_it_missed_something()
    {
        await _server.RefreshAsync();
        using var stream = await OpenAsync("00000000-7");
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());

        Assert.Equal("missed", (await NextAsync(reader)).Name);
        await UntilAsync(reader, event_ => event_.Name == "refresh");
    }

    [Fact]
    public async Task Refreshes_are_listed_newest_first_and_each_names_its_models()
    {
        await _server.IngestAsync("duff/orders/c.csv", Csv.Header + Csv.Rows(3));
        var first = (await _server.RefreshAsync()).GetProperty("id").GetString();
        var second = (await _server.RefreshAsync("""{"models":["fact_orders"]}""")).GetProperty("id").GetString()!;

        var page = (await _server.GetAsync("/api/refreshes?limit=1")).Json;
        Assert.Equal(second, Assert.Single(page.GetProperty("refreshes").EnumerateArray()).GetProperty("id").GetString());
        var next = (await _server.GetAsync(page.GetProperty("nextLink").GetString()!)).Json;
        Assert.Equal(first, next.GetProperty("refreshes")[0].GetProperty("id").GetString());
        Assert.Empty((await _server.GetAsync("/api/refreshes?status=Failed")).Json.GetProperty("refreshes").EnumerateArray());

        var progress = (await _server.GetAsync($"/api/refreshes/{second}")).Json.GetProperty("progress");
        var models = progress.GetProperty("models").EnumerateArray().ToList();
        Assert.Contains(models, model => model.GetProperty("name").GetString() == "fact_orders");
        Assert.Equal(models.Count, progress.GetProperty("built").GetInt32());
        Assert.All(models, model => Assert.Equal(JsonValueKind.Number, model.GetProperty("rows").ValueKind));
    }

    static bool IsOver(JsonElement refresh) => refresh.GetProperty("runtimeStatus").GetString() == "Completed";

    async Task<HttpResponseMessage> OpenAsync(string lastEvent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/changes");
        request.Headers.Add("Last-Event-ID", lastEvent);
        return await _server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    static async Task<List<Event>> UntilAsync(StreamReader reader, Func<Event, bool> isLast)
    {
        var told = new List<Event>();
        do
            told.Add(await NextAsync(reader));
        while (!isLast(told[^1]));
        return told;
    }

    static async Task<Event> NextAsync(StreamReader reader)
    {
        var fields = new Dictionary<string, string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length == 0 && fields.TryGetValue("data", out var data))
                return new(fields["event"], fields["id"], JsonDocument.Parse(data).RootElement.Clone());
            if (line.Split(": ", 2) is [var name, var value])
                fields[name] = value;
        }

        throw new InvalidOperationException("The stream has ended.");
    }
}
