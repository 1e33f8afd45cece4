using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Batches;

/// <summary>A run leaves the files that it shares with others, and the others stay.</summary>
public sealed class LeavingABatchTests : IDisposable
{
    readonly Shop _shop = new("code", "name");

    public LeavingABatchTests() => _shop.Define("contracts/things.yaml", TogetherInAHomeTests.Contract);

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_retired_run_takes_its_rows_along_and_a_replay_brings_them_back()
    {
        var runs = await IngestAsync();

        await _shop.RetireAsync(runs[0].Id);
        Assert.Equal(["b1 one", "c1 one"], await RowsAsync());
        var replayed = await _shop.ReplayAsync(runs[0].Id);

        Assert.True(replayed.Published);
        Assert.Equal(["a1 one", "b1 one", "c1 one"], await RowsAsync());
    }

    [Fact]
    public async Task A_newer_version_of_a_file_replaces_its_rows_alone_or_in_another_batch()
    {
        await IngestAsync();

        await _shop.IngestAsync("a.csv", new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc), "code,name\na2,two\n");
        Assert.Equal(["a2 two", "b1 one", "c1 one"], await RowsAsync());
        // Each is a second newer than the one before, and so newer than it was in the first batch.
        await _shop.IngestTogetherAsync(
            ("d.csv", "code,name\nd1,one\n"), ("e.csv", "code,name\ne1,one\n"), ("b.csv", "code,name\nb2,two\n"),
            ("c.csv", "code,name\nc2,two\n"));

        Assert.Equal(["a2 two", "b2 two", "c2 two", "d1 one", "e1 one"], await RowsAsync());
    }

    async Task<IReadOnlyList<RunRecord>> IngestAsync() =>
        [.. (await _shop.IngestTogetherAsync(
            ("a.csv", "code,name\na1,one\n"), ("b.csv", "code,name\nb1,one\n"), ("c.csv", "code,name\nc1,one\n"))).OfType<RunRecord>()];

    async Task<IEnumerable<string>> RowsAsync() =>
        (await _shop.ReportAsync()).Select(row => $"{row[0]} {row[1]}").Order(StringComparer.Ordinal);
}
