using BenchmarkDotNet.Attributes;
using DuffBeer.Core.Chunks;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Receipts;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Parquet;

namespace DuffBeer.Bench.Micro;

/// <summary>The transform activity, from bytes in memory to parts that are counted and dropped; per row.</summary>
[BenchmarkCategory("row")]
public class WholeChunk
{
    readonly MemoryLake _lake = new();
    TransformChunk _transform = null!;
    IngestFile.ChunkInput _chunk = null!;

    /// <summary>How often the chunk repeats the sample's rows.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>How the source is checked for the receipt.</summary>
    public PieceCheck Check { get; init; }

    [GlobalSetup]
    public async Task SetUp()
    {
        var (landing, lake) = (new MemoryLake(), _lake);
        var (runs, datasets, settings) = (
            new RunRecords(lake, TimeProvider.System),
            new DatasetCatalog([SampleOrders.Contract]),
            new IngestSettings { ChunkBytes = 1 << 30, SourceCheck = Check });
        var stores = new Stores(landing, lake, "bench");
        var source = landing.Put("duff/orders/orders.csv", SampleOrders.Repeated(Copies));
        var start = await new CoreRuns(stores, datasets, () => new NoEventPublisher(), new NoOpenTables(), TimeProvider.System)
            .Starts.ForAsync(SampleOrders.Contract, "bench", source, default);
        await new InspectSource(stores, runs, datasets, settings).RunAsync(new(start.Record.Id, start.Record.Attempt), default);
        _transform = new(stores, new ParquetPartWriter(), runs, datasets, settings, new(1), new());
        _chunk = new(start.Record.Id, start.Record.Attempt, ChunkIndex: 0);
    }

    [Benchmark(Description = "TransformChunk, whole", OperationsPerInvoke = SampleOrders.Rows)]
    public Task<ChunkBorders> Transform() => _transform.RunAsync(_chunk, default);

    /// <summary>Bytes of the parts that the chunk writes.</summary>
    public async Task<long> PartBytesAsync()
    {
        var key = LakeKeys.Chunk(new(_chunk.RunId, _chunk.Attempt, _chunk.ChunkIndex, SampleOrders.DataStart));
        return (await _lake.ReadAsync(key, RunJson.Default.ChunkManifest, default))!.Value.AllParts.Sum(part => part.Bytes);
    }

    /// <summary>Managed memory per additional row: the extra allocation of a chunk five times as long as the sample.</summary>
    public static async Task<double> BytesPerRowAsync() =>
        (await AllocatedAsync(copies: 5) - await AllocatedAsync(copies: 1)) / (4.0 * SampleOrders.Rows);

    static async Task<long> AllocatedAsync(int copies)
    {
        var chunk = new WholeChunk { Copies = copies };
        await chunk.SetUp();
        // The first two runs fill the pools.
        await chunk.Transform();
        await chunk.Transform();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await chunk.Transform();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
