using BenchmarkDotNet.Attributes;
using DuffBeer.Parquet;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Bench.Micro;

/// <summary>The compressor alone, on a page of a mebibyte; per byte.</summary>
[BenchmarkCategory("byte")]
public class SnappyPages
{
    const int PageBytes = 1 << 20;

    readonly PageCompressor _compressor = new() { Codec = Codec.Snappy };
    readonly byte[] _page = new byte[PageBytes];
    byte[] _compressed = [];

    [Params("CSV text", "small integers", "random bytes")]
    public string Page { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        _compressed = new byte[_compressor.MaxLength(PageBytes)];
        var random = new Random(1);
        if (Page == "CSV text")
            SampleOrders.Bytes.AsSpan(0, PageBytes).CopyTo(_page);
        else if (Page == "random bytes")
            random.NextBytes(_page);
        else
            for (var at = 0; at < PageBytes; at += sizeof(int))
                BitConverter.TryWriteBytes(_page.AsSpan(at), random.Next(144));
    }

    [Benchmark(Description = "Snappy", OperationsPerInvoke = PageBytes)]
    public int Compress() => _compressor.Compress(_page, _compressed);
}
