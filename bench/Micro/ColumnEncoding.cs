using System.Text;
using BenchmarkDotNet.Attributes;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Parquet;

namespace DuffBeer.Bench.Micro;

/// <summary>Encodes one column of a row group as pages: choice of encoding, dictionary, statistics, Snappy; per value.</summary>
[BenchmarkCategory("value")]
public class ColumnEncoding
{
    const int Values = 1 << 17;

    ColumnBatch _batch = null!;

    [Params(
        "int64, rising", "int64, random", "decimal, 10 values", "int32, 144 values", "string, 3 values", "string, 6,000 values",
        "string, all different")]
    public string Column { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        (_batch, Action<int> append) = Column switch
        {
            "int64, rising" => Of<ValueBuffer<long>>(LogicalType.Int64, (buffer, row) => buffer.Append(row * 72L + random.Next(20))),
            "int64, random" => Of<ValueBuffer<long>>(LogicalType.Int64, (buffer, _) => buffer.Append(random.NextInt64())),
            "decimal, 10 values" => Of<ValueBuffer<long>>(LogicalType.Decimal(10, 2), (buffer, _) => buffer.Append(random.Next(10) * 95)),
            "int32, 144 values" => Of<ValueBuffer<int>>(LogicalType.Int32, (buffer, _) => buffer.Append(random.Next(144))),
            "string, 3 values" => Texts(() => random.Next(3)),
            "string, 6,000 values" => Texts(() => random.Next(6000)),
            _ => Texts(() => random.Next()),
        };
        for (var row = 0; row < Values; row++)
            append(row);
    }

    [Benchmark(Description = "column to pages", OperationsPerInvoke = Values)]
    public async Task<long> Encode()
    {
        var part = new ParquetPartWriter().Begin(Stream.Null, _batch.Columns);
        await part.WriteAsync(_batch, default);
        return await part.CompleteAsync(default);
    }

    static (ColumnBatch, Action<int>) Texts(Func<int> number) =>
        Of<StringBuffer>(LogicalType.String, (buffer, _) => buffer.Append(Encoding.UTF8.GetBytes($"Moe's Tavern {number()}")));

    static (ColumnBatch, Action<int>) Of<TBuffer>(LogicalType type, Action<TBuffer, int> append)
        where TBuffer : ColumnBuffer
    {
        var batch = new ColumnBatch([new("value", type, Nullable: false)]);
        return (batch, row => append((TBuffer)batch.Buffers[0], row));
    }
}
