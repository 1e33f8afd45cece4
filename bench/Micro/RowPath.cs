using BenchmarkDotNet.Attributes;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows;
using DuffBeer.Parquet;

namespace DuffBeer.Bench.Micro;

/// <summary>The steps of a row, each including the earlier ones except encoding; per row.</summary>
[BenchmarkCategory("row")]
public class RowPath
{
    readonly byte[] _csv = SampleOrders.Bytes;
    RowBatcher _rows = null!;

    [GlobalSetup]
    public async Task SetUp() => _rows = await BatchAsync();

    [Benchmark(Description = "copy the bytes", OperationsPerInvoke = SampleOrders.Rows)]
    public async Task<int> Read()
    {
        await using var source = new MemoryByteSource(_csv);
        var (buffer, offset) = (new byte[1 << 16], 0L);
        for (int count; (count = await source.ReadAsync(offset, buffer, default)) > 0; offset += count)
            ;
        return (int)offset;
    }

    [Benchmark(Description = "find units and cells", OperationsPerInvoke = SampleOrders.Rows)]
    public async Task<long> Units()
    {
        await using var source = new MemoryByteSource(_csv);
        using var reader = new UnitReader(source, SampleOrders.Dialect, SampleOrders.DataStart, long.MaxValue);
        var block = new RecordBlock(SampleOrders.Contract.Columns.Count, SampleOrders.Dialect);
        var cells = 0L;
        do
        {
            while (reader.TryReadRecords(block) || reader.TryRead())
                cells += block.Count * block.Cells;
        }
        while (await reader.FillAsync(default));
        return cells;
    }

    [Benchmark(Description = "units to typed columns", OperationsPerInvoke = SampleOrders.Rows)]
    public async Task<long> Parse()
    {
        using var rows = await BatchAsync();
        return rows.Accepted;
    }

    [Benchmark(Description = "typed columns to Parquet", OperationsPerInvoke = SampleOrders.Rows)]
    public async Task<long> Encode()
    {
        var bytes = 0L;
        foreach (var partition in _rows.Partitions)
        {
            var part = new ParquetPartWriter().Begin(Stream.Null, SampleOrders.Contract.StoredColumns);
            await part.WriteAsync(partition.Rows, default);
            bytes += await part.CompleteAsync(default);
        }

        return bytes;
    }

    async Task<RowBatcher> BatchAsync()
    {
        await using var source = new MemoryByteSource(_csv);
        using var reader = new UnitReader(source, SampleOrders.Dialect, SampleOrders.DataStart, long.MaxValue);
        var rows = SampleOrders.Batcher();
        do
            rows.Read(reader);
        while (await reader.FillAsync(default));
        return rows;
    }
}
