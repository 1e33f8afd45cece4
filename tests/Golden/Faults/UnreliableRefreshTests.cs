using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.Faults;

/// <summary>A refresh over a lake with occasional failures: readers see the whole new snapshot, or the one before.</summary>
public sealed class UnreliableRefreshTests
{
    // Ids rise with time; this one is later than any that the home makes.
    const string Later = "20270101T000000000Z";

    /// <summary>How many of a hundred calls fail.</summary>
    public static TheoryData<int> Percents => [.. Law.Some([2, 1])];

    [Theory]
    [MemberData(nameof(Percents))]
    public async Task Retries_build_the_same_snapshot_as_a_refresh_without_faults(int percent)
    {
        using var home = await WithTwoFilesAsync();
        using var calm = await WithTwoFilesAsync();
        await calm.RefreshAsync();

        var weather = new Weather(seed: percent, percent / 100d);
        var result = await RefreshAsync(home, weather, tries: 10_000);

        Assert.True(weather.Strikes > 0);
        Assert.Null(result.Problem);
        foreach (var report in new[] { "order-status", "client-orders", "sales-by-product", "price-history" })
            Assert.Equal((await calm.ReportAsync(report)).Rows, (await home.ReportAsync(report)).Rows);
    }

    [Fact]
    public async Task A_refresh_that_runs_out_of_tries_keeps_the_snapshot_before()
    {
        using var home = await WithTwoFilesAsync();
        await home.RefreshAsync();
        var before = await home.ReportAsync("order-status");
        await home.IngestAsync("wednesday.csv", Csv.Header + Csv.Rows(5, first: 900));

        var result = await RefreshAsync(home, new Weather(seed: 3, share: 0.3), tries: 1);

        Assert.Equal(ProblemCode.StoreUnavailable, result.Problem!.Code);
        var after = await home.ReportAsync("order-status");
        Assert.Equal(before.SnapshotId, after.SnapshotId);
        Assert.Equal(before.Rows, after.Rows);
    }

    static async Task<Home> WithTwoFilesAsync()
    {
        var home = new Home { Definitions = RefreshSteps.Definitions };
        await home.IngestAsync("monday.csv", Csv.Header + Csv.Rows(50) + Csv.Row(1));
        await home.IngestAsync(
            "tuesday.csv", Csv.Header + Csv.Row(1, status: "delivered") + Csv.Row(60, price: "3.00", channel: "Online", status: "broken"));
        return home;
    }

    static async Task<Core.Runs.Refresh.RefreshModels.Result> RefreshAsync(Home home, Weather weather, int tries)
    {
        var folder = home.Lake;
        var lake = new FaultyStore(folder, weather);
        using var scratch = new TemporaryFolder();
        using var engine = new DuckDbQueryEngine(lake, folder.PathOf, scratch.Path);
        return await RefreshSteps.RunAsync(lake, engine, new DuckDbCatalog(lake, folder.PathOf), Later, tries);
    }
}
