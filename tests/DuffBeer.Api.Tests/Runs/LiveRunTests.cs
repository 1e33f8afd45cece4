using System.Net;
using System.Text.Json;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Runs;

/// <summary>What a page shows of a run while it works: its chunks, its rejects so far, and when its rows are visible.</summary>
public sealed class LiveRunTests
{
    const int Every = 25;

    [Fact]
    public async Task A_run_shows_the_state_of_each_chunk_and_its_rejects_before_it_has_ended()
    {
        await using var server = await Server.StartAsync(chunkBytes: 4_096);
        var lines = Enumerable.Range(1, 60_000).Select(row => Csv.Row(row, price: row % Every == 0 ? "x" : "2.50"));
        server.Put("duff/orders/live.csv", Csv.Header + string.Concat(lines));
        var answer = await server.PostAsync("/api/events/s3", S3Event.Of("duff/orders/live.csv"));
        var run = answer.Json.GetProperty("events")[0].GetProperty("run").GetString()!;
        // Chunks end in any order, and rejects are listed as far as no chunk before them is missing.
        await server.UntilAsync(
            $"/api/runs/{run}",
            detail => ProgressOf(detail).GetProperty("rejected").GetInt64() > 200
                && ProgressOf(detail).GetProperty("chunkStates").GetString()!.StartsWith("dd", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync($"/api/runs/{run}/suspend")).Status);

        var held = ProgressOf((await server.GetAsync($"/api/runs/{run}")).Json);
        var states = held.GetProperty("chunkStates").GetString()!;
        Assert.Equal(held.GetProperty("chunks").GetInt32(), states.Length);
        Assert.Contains('.', states);
        Assert.Equal(held.GetProperty("chunksDone").GetInt32(), states.Count(state => state is 'd' or 'r'));
        Assert.Equal(held.GetProperty("rejected").GetInt64(), held.GetProperty("rejectsByCode").GetProperty("TypeError").GetInt64());

        var soFar = await RowsAsync(server, $"/api/runs/{run}/rejects?limit=10000");
        Assert.NotEmpty(soFar);
        Assert.Equal(Enumerable.Range(1, soFar.Count).Select(place => place * Every), soFar);

        await server.PostAsync($"/api/runs/{run}/resume");
        var ended = ProgressOf(await server.EndOfAsync(run));
        Assert.Matches("^[dr]+$", ended.GetProperty("chunkStates").GetString());
        Assert.Equal(60_000 / Every, ended.GetProperty("rejectsByCode").GetProperty("TypeError").GetInt64());
    }

    [Fact]
    public async Task A_run_says_since_when_its_rows_are_visible_until_it_is_retired()
    {
        await using var server = await Server.StartAsync();
        var run = (await server.IngestAsync("duff/orders/seen.csv", Csv.Header + Csv.Rows(3))).GetProperty("id").GetString()!;
        await server.RefreshAsync();

        var since = (await server.GetAsync($"/api/runs/{run}")).Json.GetProperty("visibleSince");
        var shown = (await server.GetAsync("/api/snapshots")).Json.GetProperty("shown").GetString();
        Assert.Equal(shown, since.GetProperty("snapshot").GetString());
        Assert.True(since.GetProperty("isShown").GetBoolean());

        var retired = await server.PostAsync($"/api/runs/{run}/retire");
        Assert.Equal(JsonValueKind.Null, retired.Json.GetProperty("visibleSince").ValueKind);
    }

    [Fact]
    public async Task Rejects_are_selected_by_reason_and_column_and_their_pages_keep_the_selection()
    {
        await using var server = await Server.StartAsync();
        var lines = Csv.Rows(40) + Csv.Row(41, price: "x") + Csv.Row(42, price: "") + Csv.Row(43, price: "x") + "broken\n";
        var run = (await server.IngestAsync("duff/orders/two.csv", Csv.Header + lines)).GetProperty("id").GetString()!;

        Assert.Equal([41, 42, 43], await RowsAsync(server, $"/api/runs/{run}/rejects?column=product_price&limit=1"));
        Assert.Equal([42], await RowsAsync(server, $"/api/runs/{run}/rejects?column=product_price&reason=RequiredError"));
        Assert.Empty(await RowsAsync(server, $"/api/runs/{run}/rejects?column=order_id"));
        var csv = (await server.GetAsync($"/api/runs/{run}/rejects.csv?column=product_price&reason=TypeError")).Text;
        Assert.Equal(3, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Runs_are_found_by_a_part_of_their_key_or_id()
    {
        await using var server = await Server.StartAsync();
        foreach (var name in new[] { "north-1", "north-2", "south-1" })
            await server.IngestAsync($"duff/orders/{name}.csv", Csv.Header + Csv.Rows(2));

        var (found, path) = (new List<string>(), "/api/runs?q=NORTH&limit=1");
        while (path is not null)
        {
            var page = (await server.GetAsync(path)).Json;
            found.AddRange(page.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("source").GetString()!));
            path = page.TryGetProperty("nextLink", out var next) ? next.GetString() : null;
        }

        Assert.Equal(["duff/orders/north-2.csv", "duff/orders/north-1.csv"], found);
    }

    static JsonElement ProgressOf(JsonElement run) => run.GetProperty("customStatus");

    static async Task<List<int>> RowsAsync(Server server, string? path)
    {
        var rows = new List<int>();
        while (path is not null)
        {
            var page = (await server.GetAsync(path)).Json;
            rows.AddRange(page.GetProperty("rejects").EnumerateArray().Select(reject => reject.GetProperty("row").GetInt32()));
            path = page.TryGetProperty("nextLink", out var next) ? next.GetString() : null;
        }

        return rows;
    }
}
