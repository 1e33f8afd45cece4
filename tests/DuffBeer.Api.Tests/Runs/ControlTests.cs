using System.Net;
using System.Text.Json;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Runs;

/// <summary>Runs that are long enough to be held and ended: many chunks of little.</summary>
public sealed class ControlTests : IAsyncLifetime
{
    const int Rows = 20_000;

    Server _server = null!;

    public async Task InitializeAsync() => _server = await Server.StartAsync(chunkBytes: 4_096);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_suspended_run_stands_still_and_a_resumed_one_loses_nothing()
    {
        var run = await UnderWayAsync();
        var held = await _server.PostAsync($"/api/runs/{run}/suspend");
        Assert.Equal((HttpStatusCode.OK, "Suspended"), (held.Status, Status(held.Json)));
        var chunks = await ChunksAsync(run);
        await Task.Delay(300);
        Assert.Equal(chunks, await ChunksAsync(run));
        Assert.Equal("Suspended", Status((await _server.PostAsync($"/api/runs/{run}/suspend")).Json));
        Assert.Equal(chunks, await ChunksAsync(run));
        Assert.Equal("Conflict", (await _server.PostAsync($"/api/runs/{run}/replay")).Problem(HttpStatusCode.Conflict));

        Assert.Equal(HttpStatusCode.Accepted, (await _server.PostAsync($"/api/runs/{run}/resume")).Status);
        var ended = await _server.EndOfAsync(run);
        Assert.Equal(
            ("Completed", Rows, 1),
            (Status(ended), ended.GetProperty("ledger").GetProperty("accepted").GetInt32(), ended.GetProperty("attempt").GetInt32()));
        Assert.InRange(
            ended.GetProperty("cost").GetProperty("bytesRead").GetInt64(),
            ended.GetProperty("source").GetProperty("size").GetInt64(),
            long.MaxValue);
        Assert.Equal(0m, ended.GetProperty("cost").GetProperty("dollars").GetDecimal());
    }

    [Fact]
    public async Task A_terminated_run_leaves_nothing_behind_and_only_a_replay_runs_it_again()
    {
        var run = await UnderWayAsync();
        var ended = await _server.PostAsync($"/api/runs/{run}/terminate");
        Assert.Equal((HttpStatusCode.OK, "Terminated"), (ended.Status, Status(ended.Json)));
        Assert.Empty(await _server.Lake.ListAsync("tables/", default).ToListAsync());
        Assert.Empty(await _server.PublishedAsync());

        Assert.Equal(HttpStatusCode.OK, (await _server.PostAsync("/api/events/s3", S3Event.Of("duff/orders/long.csv"))).Status);
        Assert.Equal(0, (await _server.PostAsync("/api/reconcile")).Json.GetProperty("started").GetArrayLength());
        Assert.Equal("Terminated", Status((await _server.GetAsync($"/api/runs/{run}")).Json));
        Assert.Equal("Terminated", Status((await _server.PostAsync($"/api/runs/{run}/terminate")).Json));
        Assert.Equal("Conflict", (await _server.PostAsync($"/api/runs/{run}/resume")).Problem(HttpStatusCode.Conflict));

        Assert.Equal(HttpStatusCode.Accepted, (await _server.PostAsync($"/api/runs/{run}/replay")).Status);
        var again = await _server.EndOfAsync(run);
        Assert.Equal(
            ("Completed", 2, Rows),
            (Status(again), again.GetProperty("attempt").GetInt32(), again.GetProperty("ledger").GetProperty("accepted").GetInt32()));
    }

    [Fact]
    public async Task A_run_is_followed_event_by_event_until_its_end()
    {
        var run = await UnderWayAsync();
        using var stream = await _server.Http.GetStreamAsync($"/api/runs/{run}/events");
        using var reader = new StreamReader(stream);
        var (done, last, hasEnded) = (new List<int>(), "", false);
        while (await reader.ReadLineAsync() is { } line)
        {
            hasEnded |= line == "event: end";
            if (!line.StartsWith("data: {\"", StringComparison.Ordinal))
                continue;
            var status = JsonDocument.Parse(line["data: ".Length..]).RootElement;
            done.Add(status.GetProperty("customStatus").GetProperty("chunksDone").GetInt32());
            last = Status(status)!;
        }

        Assert.True(hasEnded);
        Assert.Equal("Completed", last);
        Assert.Equal(done.Order(), done);
        Assert.True(done[0] < done[^1]);
    }

    [Fact]
    public async Task A_run_that_the_server_was_stopped_in_goes_on_where_it_was_with_the_next_start()
    {
        using var home = new TemporaryFolder();
        string run;
        int chunks;
        await using (var server = await Server.StartAsync(chunkBytes: 4_096, home: home.Path))
        {
            run = await UnderWayAsync(server);
            chunks = await ChunksAsync(run, server);
        }

        await using (var server = await Server.StartAsync(chunkBytes: 4_096, home: home.Path))
        {
            Assert.True(await ChunksAsync(run, server) >= chunks);
            var ended = await server.EndOfAsync(run);
            Assert.Equal(
                ("Completed", Rows, 1),
                (Status(ended), ended.GetProperty("ledger").GetProperty("accepted").GetInt32(), ended.GetProperty("attempt").GetInt32()));
        }
    }

    [Fact]
    public async Task A_retired_run_is_out_of_the_reports_until_it_is_replayed()
    {
        await _server.IngestAsync("duff/orders/a.csv", Csv.Header + Csv.Rows(3));
        var second = (await _server.IngestAsync("duff/orders/b.csv", Csv.Header + Csv.Rows(2, first: 10))).GetProperty("id").GetString()!;
        await _server.RefreshAsync();
        Assert.Equal(5, await OrdersAsync());

        var retired = await _server.PostAsync($"/api/runs/{second}/retire");
        Assert.Equal(
            (HttpStatusCode.OK, true, false),
            (retired.Status, retired.Json.GetProperty("retired").GetBoolean(), retired.Json.GetProperty("published").GetBoolean()));
        await _server.RefreshAsync();
        Assert.Equal(3, await OrdersAsync());
        Assert.Equal(0, (await _server.PostAsync("/api/reconcile")).Json.GetProperty("started").GetArrayLength());

        await _server.PostAsync($"/api/runs/{second}/replay");
        Assert.False((await _server.EndOfAsync(second)).GetProperty("retired").GetBoolean());
        await _server.RefreshAsync();
        Assert.Equal(5, await OrdersAsync());
    }

    [Fact]
    public async Task A_run_that_is_replayed_the_moment_it_ends_runs_again()
    {
        var run = (await _server.IngestAsync("duff/orders/a.csv", Csv.Header + Csv.Rows(3))).GetProperty("id").GetString()!;
        for (var attempt = 2; attempt <= 12; attempt++)
        {
            Assert.Equal(HttpStatusCode.Accepted, (await _server.PostAsync($"/api/runs/{run}/replay")).Status);
            var deadline = DateTime.UtcNow.AddSeconds(10);
            JsonElement seen;
            while (Status(seen = (await _server.GetAsync($"/api/runs/{run}")).Json) != "Completed")
                Assert.True(DateTime.UtcNow < deadline, $"Attempt {attempt} stays {Status(seen)}.");
            Assert.Equal(attempt, seen.GetProperty("attempt").GetInt32());
        }
    }

    [Fact]
    public async Task A_run_started_by_hand_finds_its_dataset_and_says_what_is_wrong()
    {
        _server.Put("duff/orders/hand.csv", Csv.Header + Csv.Rows(3));
        var started = await _server.PostAsync("/api/runs", """{"key":"duff/orders/hand.csv"}""");
        Assert.Equal((HttpStatusCode.Accepted, "Started"), (started.Status, started.Json.GetProperty("outcome").GetString()));
        await _server.EndOfAsync(started.Json.GetProperty("run").GetString()!);
        Assert.Equal(HttpStatusCode.OK, (await _server.PostAsync("/api/runs", """{"key":"duff/orders/hand.csv"}""")).Status);

        Assert.Equal(
            "SourceMissing", (await _server.PostAsync("/api/runs", """{"key":"duff/orders/gone.csv"}""")).Problem(HttpStatusCode.NotFound));
        Assert.Equal("UnknownDataset", (await _server.PostAsync("/api/runs", """{"key":"x.csv"}""")).Problem(HttpStatusCode.BadRequest));
        Assert.Equal(
            "UnknownDataset",
            (
                await _server.PostAsync(
                    "/api/runs", """{"key":"duff/orders/hand.csv","dataset":"none"}""")).Problem(HttpStatusCode.BadRequest));
        string[] bodies =
        [
            "", "{}", """{"key":null}""", """{"key":"a","bucket":"elsewhere"}""", """{"key":"a","color":"red"}""", """{"key":7}""", "[]",
        ];
        foreach (var wrong in bodies)
            Assert.Equal("BadRequest", (await _server.PostAsync("/api/runs", wrong)).Problem(HttpStatusCode.BadRequest));
    }

    /// <summary>A run of which some chunks are done, but by far not all.</summary>
    async Task<string> UnderWayAsync(Server? server = null)
    {
        server ??= _server;
        server.Put("duff/orders/long.csv", Csv.Header + Csv.Rows(Rows));
        var answer = await server.PostAsync("/api/events/s3", S3Event.Of("duff/orders/long.csv"));
        var run = answer.Json.GetProperty("events")[0].GetProperty("run").GetString()!;
        var seen = await server.UntilAsync(
            $"/api/runs/{run}", detail => detail.GetProperty("customStatus").GetProperty("chunksDone").GetInt32() > 0);
        Assert.Equal("Running", Status(seen));
        return run;
    }

    async Task<int> ChunksAsync(string run, Server? server = null) =>
        await (server ?? _server).Lake
            .ListAsync($"runs/{run}/", default)
            .CountAsync(stat => stat.Key.Contains("/chunks/", StringComparison.Ordinal));

    async Task<int> OrdersAsync() => (await _server.GetAsync("/api/reports/orders")).Json.GetProperty("rows").GetArrayLength();

    static string? Status(JsonElement run) => run.GetProperty("runtimeStatus").GetString();
}
