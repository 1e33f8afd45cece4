using DuffBeer.Core.Ports;
using DuffBeer.Core.Receipts;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Verify;
using DuffBeer.Embedded.Home;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Parquet;

namespace DuffBeer.Golden.Tests.Receipts;

/// <summary>
/// A small home with every kind of file that readers' figures come from: partitions, rejects, keys, chunks, a compressed file, a source
/// that is hashed, corrections, an older version that only a snapshot shows, segments, and a named snapshot.
/// </summary>
public sealed class VerifiedShop : IAsyncLifetime
{
    const string Contract = """
        dataset: things
        version: 1
        description: Things.
        grain: one row per thing
        source: { prefix: things/, pattern: "*.csv*" }
        onDuplicateKey: reject
        rejectBudget: 0.9
        partitionBy: [kind]
        columns:
          - { name: id, type: int64, required: true, key: true, description: Id }
          - { name: name, type: string, required: true, description: Name }
          - { name: kind, type: string, required: true, description: Kind }
        """;

    static readonly DateTime s_monday = new(2026, 11, 16, 8, 0, 0, 678, DateTimeKind.Utc);

    readonly Shop _shop = new("id", "name");

    internal HomeDirectory Home => new(_shop.Home);

    public Stores Stores => new(Home.OpenLanding(), Home.OpenLake(), "landing");

    /// <summary>Two runs that are published with files of their own.</summary>
    public IReadOnlyList<string> Runs { get; private set; } = [];

    public async Task InitializeAsync()
    {
        _shop.Define("contracts/things.yaml", Contract);
        var original = await _shop.IngestAsync("first.csv", s_monday, Csv(1, 30) + "two,Two,A\n", chunkBytes: 128);
        var replaced = await _shop.IngestAsync("second.csv", s_monday, Csv(101, 5));
        await _shop.RefreshAsync();
        await _shop.IngestAsync("second.csv", s_monday.AddDays(1), Csv(101, 9));
        await _shop.CorrectAsync(original.Id, "id,name,kind\n2000,Two,A\n");
        var packed = await _shop.IngestAsync("pack\u00e9d.csv.gz", s_monday.AddDays(2), Csv(201, 4), isCompressed: true);
        await _shop.IngestAsync("again.csv", s_monday.AddDays(3), Csv(1, 2) + Csv(301, 2)[HeaderBytes..], check: PieceCheck.Sha256);
        await SegmentAsync();
        await _shop.RefreshAsync(into: "draft");
        await _shop.RefreshAsync();
        Runs = [original.Id, packed.Id];
        Assert.NotEqual(replaced.Id, original.Id);
    }

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    public Task<VerifyResult> VerifyAsync(string? name = null) => new VerifyLake(Stores, new ParquetPartReader()).RunAsync(name, default);

    static int HeaderBytes => "id,name,kind\n".Length;

    static string Csv(int first, int rows) => "id,name,kind\n" + string.Concat(
        Enumerable.Range(first, rows).Select(id => FormattableString.Invariant($"{id},Thing {id},{(id % 2 == 0 ? "A" : "B/é")}\n")));

    /// <summary>Spreads the published runs over segments, as a lake with many runs has them.</summary>
    async Task SegmentAsync()
    {
        var manifests = new DatasetManifests(Stores.Lake, TimeProvider.System, new(Most: 2));
        await manifests.UpdateAsync(
            "things", sourceKeys: null, "split",
            runs => runs.With(new AttemptFence("other", 1, DateTimeOffset.UtcNow, "other.csv")), default);
        Assert.NotNull((await manifests.ReadAsync("things", default)).Segments);
    }
}
