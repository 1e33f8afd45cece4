using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Faults;

/// <summary>
/// A run is interrupted at each single call to its lake; the next start finishes it as if nothing had happened.
/// </summary>
public sealed class CutOffTests
{
    const string Key = "duff/orders/orders.csv";
    const int Rows = 12;

    [Fact]
    public async Task A_run_interrupted_at_any_call_is_finished_by_the_next_start()
    {
        var call = 0;
        while (await CutOffAsync(call))
            call += Law.Step;

        Assert.True(call > 50, $"There were only {call} calls.");
    }

    /// <summary>False if the run ended before the call.</summary>
    static async Task<bool> CutOffAsync(int call)
    {
        var (landing, lake, weather) = (new MemoryStore(), new MemoryStore(), Weather.DeadFrom(call));
        var source = landing.Put(Key, Csv.Bytes(Csv.Header + Csv.Rows(Rows) + "1001,x\n"));
        var dying = Open(landing, new FaultyStore(lake, weather));
        try
        {
            await dying.RunAsync(await dying.StartAsync(source, verify: true));
        }
        catch (RunException)
        {
        }

        var published = await PublishedAsync(lake);
        Assert.True(published.Count == 0 || published.Single().Rows == Rows);

        var calm = Open(landing, lake);
        var run = await calm.StartAsync(source, verify: true);
        if ((await calm.Records.GetAsync(run.RunId, default)).Status == RunStatus.Running)
            Assert.Null((await calm.RunAsync(run)).Problem);

        var entry = Assert.Single(await PublishedAsync(lake));
        Assert.Equal((run.RunId, run.Attempt, Rows, 1), (entry.RunId, entry.Attempt, entry.Rows, entry.Rejected));
        var listed = Assert.Single((await calm.Records.PageAsync(new(), default)).Runs);
        Assert.Equal((RunStatus.Completed, Rows + 1, true), (listed.Status, listed.Ledger!.RowsRead, listed.Verified));
        var result = (await calm.Records.ResultAsync(run.RunId, run.Attempt, default))!;
        Assert.Equal(Rows, result.Parts.Sum(part => part.Rows));
        Assert.All(result.Parts, part => Assert.Single(lake.Under(part.Key)));
        return weather.Strikes > 0;
    }

    static Steps Open(MemoryStore landing, IObjectStore lake) =>
        new(new(landing, lake, "landing"), lake, Contracts.DuffOrders, new() { ChunkBytes = 200 });

    static async Task<IReadOnlyList<ManifestEntry>> PublishedAsync(MemoryStore lake) =>
        (await lake.ReadAsync(LakeKeys.Dataset("duff_orders"), RunJson.Default.DatasetManifest, default))?.Value.Runs ?? [];
}
