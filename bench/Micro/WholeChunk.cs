using BenchmarkDotNet.Attributes;
using DuffBeer.Core.Chunks;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;
using DuffBeer.Parquet;

namespace DuffBeer.Bench.Micro;

/// <summary>The activity that does the work, from bytes in memory to parts that are counted and dropped; per row.</summary>
[BenchmarkCategory("row")]
public class WholeChunk
{
    TransformChunk _transform = null!;
    IngestFile.ChunkInput _chunk = null!;

    [GlobalSetup]
    public async Task SetUp()
    {
        var (landing, lake) = (new MemoryLake(), new MemoryLake());
        var (runs, datasets, settings) = (new RunRecords(lake, TimeProvider.System), new DatasetCatalog([SampleOrders.Contract]), new IngestSettings { ChunkBytes = 1 << 30 });
        var stores = new Stores(landing, lake, "bench");
        var source = landing.Put("duff/orders/orders.csv", SampleOrders.Bytes);
        var start = await new StartRun(runs, new(lake), TimeProvider.System).ForAsync(SampleOrders.Contract, "bench", source, default);
        await new InspectSource(stores, runs, datasets, settings).RunAsync(new(start.Record.Id, start.Record.Attempt), default);
        _transform = new(stores, new ParquetPartWriter(), runs, datasets, settings);
        _chunk = new(start.Record.Id, start.Record.Attempt, ChunkIndex: 0);
    }

    [Benchmark(Description = "TransformChunk, whole", OperationsPerInvoke = SampleOrders.Rows)]
    public Task<ChunkBorders> Transform() => _transform.RunAsync(_chunk, default);
}
