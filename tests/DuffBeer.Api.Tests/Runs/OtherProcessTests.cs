using System.Net;
using System.Text.Json;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Core.Ports;

namespace DuffBeer.Api.Tests.Runs;

/// <summary>Two servers over one home: what one is asked to do to a run that the other has.</summary>
public sealed class OtherProcessTests : IAsyncLifetime
{
    const int Rows = 20_000;

    readonly TemporaryFolder _home = new();
    Server _owner = null!;
    Server _other = null!;

    public async Task InitializeAsync()
    {
        _owner = await Server.StartAsync(chunkBytes: 4_096, home: _home.Path);
        _other = await Server.StartAsync(chunkBytes: 4_096, home: _home.Path);
    }

    public async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        await _owner.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task A_run_of_another_process_is_not_suspended_and_the_answer_says_what_to_do()
    {
        var run = await UnderWayAsync("long");

        var refused = await _other.PostAsync($"/api/runs/{run}/suspend");

        Assert.Equal("Conflict", refused.Problem(HttpStatusCode.Conflict));
        Assert.Equal(
            $"Run {run} is in progress in another process of this machine. Stop that process with Ctrl-C, which loses nothing, or "
                + "wait until the run ends.",
            refused.Json.GetProperty("detail").GetString());
        var ended = await _owner.EndOfAsync(run);
        Assert.Equal(("Completed", Rows), (Status(ended), ended.GetProperty("ledger").GetProperty("accepted").GetInt32()));
    }

    [Fact]
    public async Task A_run_of_another_process_that_is_terminated_goes_on_nowhere_and_publishes_nothing()
    {
        var run = await UnderWayAsync("long");

        var terminated = await _other.PostAsync($"/api/runs/{run}/terminate");

        Assert.Equal((HttpStatusCode.OK, "Terminated"), (terminated.Status, Status(terminated.Json)));
        // The owner notices at its next step and deletes what the run wrote; its queue takes the next run meanwhile.
        Assert.Equal("Completed", Status(await _owner.IngestAsync("duff/orders/next.csv", Csv.Header + Csv.Rows(3))));
        Assert.Equal("Terminated", Status((await _owner.GetAsync($"/api/runs/{run}")).Json));
        await SettledAsync(run);
        Assert.DoesNotContain(
            await _owner.Lake.ListAsync("tables/", default).ToListAsync(), part => part.Key.Contains(run, StringComparison.Ordinal));
        Assert.DoesNotContain(run, (await _owner.PublishedAsync()).Select(entry => entry.RunId));
    }

    [Fact]
    public async Task A_run_that_another_process_held_is_resumed_here_and_what_is_waited_for_is_told()
    {
        var held = await UnderWayAsync("held");
        Assert.Equal(HttpStatusCode.OK, (await _owner.PostAsync($"/api/runs/{held}/suspend")).Status);
        await UnderWayAsync("busy");

        Assert.Equal("Suspended", Status((await _other.PostAsync($"/api/runs/{held}/suspend")).Json));
        Assert.Equal(HttpStatusCode.Accepted, (await _other.PostAsync($"/api/runs/{held}/resume")).Status);

        var ended = await _other.EndOfAsync(held);
        Assert.Equal(
            ("Completed", Rows, 1),
            (Status(ended), ended.GetProperty("ledger").GetProperty("accepted").GetInt32(), ended.GetProperty("attempt").GetInt32()));
        lock (_other.Notices)
            Assert.Contains(
                _other.Notices,
                notice =>
                    notice.StartsWith("Waiting: ", StringComparison.Ordinal) && notice.Contains("is held by", StringComparison.Ordinal));
        Assert.Equal("Conflict", (await _other.PostAsync($"/api/runs/{held}/resume")).Problem(HttpStatusCode.Conflict));
    }

    /// <summary>A run that the owner has, of which some chunks are done.</summary>
    async Task<string> UnderWayAsync(string name)
    {
        var key = $"duff/orders/{name}.csv";
        _owner.Put(key, Csv.Header + Csv.Rows(Rows));
        var answer = await _owner.PostAsync("/api/events/s3", S3Event.Of(key));
        var run = answer.Json.GetProperty("events")[0].GetProperty("run").GetString()!;
        Assert.Equal(
            "Running",
            Status(
                await _owner.UntilAsync(
                    $"/api/runs/{run}", detail => detail.GetProperty("customStatus").GetProperty("chunksDone").GetInt32() > 0)));
        return run;
    }

    /// <summary>Waits until the run's attempt has no unfinished work.</summary>
    async Task SettledAsync(string run)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await _owner.Lake.ListAsync(LakeKeys.UnfinishedAttempts, patience.Token)
            .AnyAsync(entry => entry.Key.Contains(run, StringComparison.Ordinal), patience.Token))
            await Task.Delay(20, patience.Token);
    }

    static string? Status(JsonElement run) => run.GetProperty("runtimeStatus").GetString();
}
