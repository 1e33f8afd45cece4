using DuffBeer.Bench.Measuring;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows;
using DuffBeer.Definitions.Yaml;

namespace DuffBeer.Bench.Micro;

/// <summary>A generated file of valid orders in memory, with its contract.</summary>
static class SampleOrders
{
    public const int Rows = 200_000;

    static readonly Lazy<byte[]> s_bytes = new(Generate);

    public static byte[] Bytes => s_bytes.Value;

    public static DatasetContract Contract { get; } =
        ContractLoader.LoadFile(Path.Combine(AppContext.BaseDirectory, "definitions", "contracts", "duff_orders.yaml")).Contract!;

    public static Dialect Dialect { get; } = new((byte)',');

    /// <summary>The offset of the first row.</summary>
    public static long DataStart => Bytes.AsSpan().IndexOf((byte)'\n') + 1;

    public static HeaderMap Header => HeaderMatch.Of(Contract, [.. Contract.Columns.Select(column => column.Name)]);

    /// <summary>A file that repeats the sample's rows.</summary>
    public static byte[] Repeated(int copies) =>
        [.. Bytes.AsSpan(0, (int)DataStart), .. Enumerable.Repeat(Bytes[(int)DataStart..], copies).SelectMany(rows => rows)];

    public static RowBatcher Batcher() => new(Contract, Header, Dialect, new("bench", new(2026, 1, 1)));

    static byte[] Generate()
    {
        using var folder = new WorkFolder();
        var file = folder.Of("orders.csv");
        Measured.RunAsync(
            Programs.DuffBeer, oneCore: false, "generate", "duff_orders", "--rows", $"{Rows}", "--seed", "1", "--bad", "0", "-o", file)
            .GetAwaiter()
            .GetResult();
        return File.ReadAllBytes(file);
    }
}
