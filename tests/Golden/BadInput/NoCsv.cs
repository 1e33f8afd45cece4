using System.IO.Compression;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.BadInput;

/// <summary>Content that is not CSV, and files without rows.</summary>
public sealed class NoCsv
{
    public static TheoryData<string, string> Contents() => new()
    {
        { "gzip of garbage", "gzip of binary content" },
        { "gzip cut short", "truncated or damaged" },
        { "gzip of a zip archive", "gzip of a zip archive" },
        { "zip archive", "a zip archive" },
        { "Excel workbook", "an Excel workbook (xlsx)" },
        { "Parquet file", "a Parquet file" },
        { "PNG image", "a PNG image" },
        { "noise", "binary content" },
        { "JSON", "JSON" },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task Content_that_is_not_CSV_is_refused_with_what_it_looks_like(string content, string says)
    {
        using var home = new Home();
        var run = await home.IngestFileAsync(home.Write("orders.csv", await BytesAsync(content)));

        Assert.Equal((RunStatus.Failed, ProblemCode.NotCsv), (run.Record.Status, run.Record.Problem?.Code));
        Assert.Contains(says, run.Record.Problem!.Message, StringComparison.Ordinal);
        Assert.Empty(await home.PublishedAsync());
    }

    [Fact]
    public async Task Gzip_of_a_CSV_is_read_under_any_name()
    {
        using var home = new Home { Ingest = new() { ChunkBytes = 10 } };
        var run = await home.IngestFileAsync(home.Write("orders.csv", Gzip(Csv.Bytes(Csv.Header + Csv.Rows(1000) + ","))));

        Assert.Equal((RunStatus.Completed, 1000, 1), (run.Record.Status, run.Record.Ledger!.Accepted, run.Record.Ledger.Rejected));
        Assert.Equal(Csv.Header.Length + Csv.Rows(1000).Length, Assert.Single(await home.RejectsAsync(run)).Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData(Csv.Header)]
    [InlineData("\uFEFF" + Csv.Header)]
    [InlineData(Csv.Header + "\n\r\n")]
    public async Task A_file_without_rows_completes_with_a_warning_and_replaces_nothing(string content)
    {
        using var home = new Home();
        await home.IngestAsync("orders.csv", Csv.Header + Csv.Rows(3));
        var run = await home.IngestAsync("orders.csv", content);

        Assert.Equal((RunStatus.Completed, 0), (run.Record.Status, run.Record.Ledger!.RowsRead));
        Assert.Contains(run.Record.Warnings, warning => warning.Contains("no rows", StringComparison.Ordinal));
        Assert.Equal(3, Assert.Single(await home.PublishedAsync()).Rows);
        Assert.Equal(3, (await home.RowsAsync("order_id")).Count);
    }

    static async Task<byte[]> BytesAsync(string content) => content switch
    {
        "gzip of garbage" => Gzip(Noise()),
        "gzip cut short" => Gzip(Csv.Bytes(Csv.Header + Csv.Rows(5000)))[..^100],
        "gzip of a zip archive" => Gzip(Zip("orders.csv")),
        "zip archive" => Zip("orders.csv"),
        "Excel workbook" => Zip("[Content_Types].xml"),
        "Parquet file" => await ParquetAsync(),
        "PNG image" => [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8],
        "JSON" => [.. "{\"orders\": [1, 2]}"u8],
        _ => Noise(),
    };

    static byte[] Noise()
    {
        var noise = new byte[2000];
        new Random(7).NextBytes(noise);
        noise[0] = (byte)'a';
        return noise;
    }

    static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }

    static byte[] Zip(string entry)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            using var stream = archive.CreateEntry(entry).Open();
            stream.Write(Csv.Bytes(Csv.Header + Csv.Row(1)));
        }

        return packed.ToArray();
    }

    /// <summary>A part that the product itself wrote.</summary>
    static async Task<byte[]> ParquetAsync()
    {
        using var home = new Home();
        await home.IngestAsync("orders.csv", Csv.Header + Csv.Row(1));
        return await File.ReadAllBytesAsync(home.Lake.PathOf(Assert.Single(await home.KeysAsync("tables/"))));
    }
}
