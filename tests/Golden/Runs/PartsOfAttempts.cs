using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Runs;

/// <summary>What a failed attempt leaves behind: its rejects, and no unreferenced part.</summary>
public sealed class PartsOfAttempts : IDisposable
{
    const string Key = "duff/orders/orders.csv";

    readonly Home _home = new() { Ingest = new() { ChunkBytes = 500 } };

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_failed_attempt_keeps_its_rejects_but_no_part_of_rows()
    {
        var (steps, run) = await StartAsync(Csv.Header + Csv.Rows(40) + string.Concat(Enumerable.Repeat("1001,Moe's\n", 20)));
        await LoseAsync(run, chunk: 3);

        var ended = await steps.RunAsync(run);

        Assert.Equal(ProblemCode.RejectBudgetExceeded, ended.Problem?.Code);
        Assert.Empty(await _home.KeysAsync("tables/"));
        Assert.NotEmpty(await _home.KeysAsync("rejects/"));
    }

    [Fact]
    public async Task An_abandoned_attempt_leaves_no_part_behind()
    {
        var (steps, run) = await StartAsync(Csv.Header + Csv.Rows(40));
        await LoseAsync(run, chunk: 3);

        var second = await steps.Start.AgainAsync(await steps.Records.GetAsync(run.RunId, default), default);

        Assert.Empty(await _home.KeysAsync("tables/"));
        Assert.Null((await steps.RunAsync(new(second.Id, second.Attempt))).Problem);
        Assert.All(await _home.KeysAsync("tables/"), key => Assert.Contains("/a2/", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_that_were_published_just_before_the_cut_stay_until_the_next_attempt_publishes()
    {
        var (steps, run) = await StartAsync(Csv.Header + Csv.Rows(40));
        Assert.Null((await steps.RunAsync(run)).Problem);
        var cutOff = await steps.Records.GetAsync(run.RunId, default) with { Status = RunStatus.Running };

        await steps.Start.AgainAsync(cutOff, default);

        Assert.Equal(40, (await _home.RowsAsync("order_id")).Count);
    }

    /// <summary>A part that a chunk wrote just before it was interrupted: no manifest names it.</summary>
    async Task LoseAsync(IngestFile.Input run, int chunk)
    {
        var key = LakeKeys.Part(
            "duff_orders",
            "pa_date=2026-01-31/point_of_sale_channel=Lost",
            new(run.RunId, run.Attempt, chunk, First: 1),
            ".parquet");
        await using var upload = await _home.Lake.CreateAsync(key, WriteCondition.None, default);
        await upload.CommitAsync(default);
    }

    async Task<(Steps Steps, IngestFile.Input Run)> StartAsync(string content)
    {
        var steps = Steps.Over(_home);
        return (steps, await steps.StartAsync(Key, _home.Write("orders.csv", Csv.Bytes(content))));
    }
}
