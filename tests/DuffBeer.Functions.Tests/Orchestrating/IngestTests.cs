using System.Text.Json;
using DuffBeer.Core.Failures;
using DuffBeer.Functions.Tests.Engine;
using DuffBeer.Golden.Tests.Faults;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>Runs on the Durable Task engine.</summary>
public sealed class IngestTests
{
    [Fact]
    public async Task A_file_with_too_many_chunks_for_one_history_completes_in_waves()
    {
        await using var cloud = await Cloud.StartAsync(options => options with { ChunkBytes = 100 });
        var run = await cloud.IngestAsync(Cloud.Rows(300));

        var ended = await cloud.EndOfAsync(run);

        Assert.Equal(("Completed", 300, 0), Ledger(ended));
        var waves = cloud.Hub.Completed.Where(call => call.Name == "TransformChunk").GroupBy(call => call.Instance);
        Assert.Equal([$"{run}-a1-w0x100", $"{run}-a1-w100x37"], waves.Select(wave => wave.Key).Order());
    }

    [Fact]
    public async Task A_chunk_with_a_wrong_guess_is_redone_from_the_proved_boundary()
    {
        await using var cloud = await Cloud.StartAsync(options => options with { ChunkBytes = 4096 });
        // Quoted cells full of valid rows: a chunk that begins inside one takes them for rows of the file.
        var cell = $"\"{Cloud.Rows(80, first: 1000)}\"";
        var rows = string.Concat(Enumerable.Range(21, 15).Select(order => Cloud.Row(order, cell)));
        var run = await cloud.IngestAsync(Cloud.Rows(20) + rows);

        var ended = await cloud.EndOfAsync(run);

        Assert.Equal(("Completed", 35, 0), Ledger(ended));
        Assert.Contains(
            cloud.Hub.Completed, call => call.Name == "TransformChunk" && !call.Input.Contains("\"From\":null", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_replay_is_a_new_attempt_with_the_same_rows()
    {
        await using var cloud = await Cloud.StartAsync();
        var run = await cloud.IngestAsync(Cloud.Rows(20));
        await cloud.EndOfAsync(run);

        await cloud.PostAsync($"/api/runs/{run}/replay");
        var ended = await cloud.EndOfAsync(run, attempt: 2);

        Assert.Equal(2, ended.GetProperty("attempt").GetInt32());
        Assert.Equal(("Completed", 20, 0), Ledger(ended));
    }

    [Fact]
    public async Task Concurrent_starts_of_a_run_start_it_once()
    {
        await using var cloud = await Cloud.StartAsync();

        cloud.Put(Cloud.Rows(20));
        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cloud.StartRunAsync()));
        await cloud.EndOfAsync(Assert.Single(runs.Distinct()));

        Assert.Single(cloud.Hub.Started, call => call.Name == "InspectSource");
    }

    [Fact]
    public async Task Temporary_store_failures_cost_retries_but_no_rows()
    {
        var isRaining = false;
        var strikes = 0;
        // Few, so that no activity fails in all of its tries.
        var weather = new Weather(call => isRaining && call % 29 == 0 && ++strikes <= 12);
        await using var cloud = await Cloud.StartAsync(options => options with
        {
            ChunkBytes = 400,
            Around = store => new WriteHook(new FaultyStore(store, weather), RainAsync),
        });
        var run = await cloud.IngestAsync(Cloud.Rows(600));

        var ended = await cloud.EndOfAsync(run);

        Assert.Equal(("Completed", 600, 0), Ledger(ended));
        Assert.Equal(12, weather.Strikes);

        // From the first activity on: the request that starts the run is not retried by the engine.
        Task RainAsync(string key)
        {
            isRaining |= key.EndsWith("/plan.json", StringComparison.Ordinal);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_failure_in_every_try_fails_the_run_with_its_code()
    {
        var tries = 0;
        await using var cloud = await Cloud.StartAsync(options => options with { Around = store => new WriteHook(store, RefuseParts) });
        var run = await cloud.IngestAsync(Cloud.Rows(20));

        var ended = await cloud.EndOfAsync(run);

        Assert.Equal("Failed", ended.GetProperty("runtimeStatus").GetString());
        Assert.Equal("StoreUnavailable", ended.GetProperty("problem").GetProperty("code").GetString());
        Assert.Equal("The store is away.", ended.GetProperty("problem").GetProperty("message").GetString());
        Assert.Equal(5, tries);

        Task RefuseParts(string key)
        {
            if (!key.StartsWith("tables/", StringComparison.Ordinal))
                return Task.CompletedTask;
            Interlocked.Increment(ref tries);
            throw new TransientException(ProblemCode.StoreUnavailable, "The store is away.");
        }
    }

    [Fact]
    public async Task A_file_that_is_not_a_CSV_fails_its_run_at_the_first_try()
    {
        await using var cloud = await Cloud.StartAsync();
        var run = await cloud.IngestAsync("PK\u0003\u0004 is how an archive begins");

        var ended = await cloud.EndOfAsync(run);

        Assert.Equal("Failed", ended.GetProperty("runtimeStatus").GetString());
        Assert.Equal("NotCsv", ended.GetProperty("problem").GetProperty("code").GetString());
        Assert.Equal(["InspectSource", "ConcludeRun"], cloud.Hub.Started.Select(call => call.Name));
    }

    static (string Status, long Accepted, long Rejected) Ledger(JsonElement run) => (
        run.GetProperty("runtimeStatus").GetString()!,
        run.GetProperty("ledger").GetProperty("accepted").GetInt64(),
        run.GetProperty("ledger").GetProperty("rejected").GetInt64());
}
