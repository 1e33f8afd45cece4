using System.Globalization;
using DuffBeer.Bench.Measuring;

namespace DuffBeer.Bench.Ingest;

/// <summary>A generated file of Duff orders: 1 % quoted names, 0.1 % bad rows.</summary>
/// <remarks>
/// Bad rows have every fault except an unclosed quote: we reject only that line, but DuckDB also drops thousands of lines after it, so
/// that sums could not be compared.
/// </remarks>
static class SampleFile
{
    const string Faults = "TextInNumber,MissingCell,ExtraCell,UnknownValue,NegativeNumber,EmptyCell,InvalidUtf8,StrayQuote";

    /// <summary>Writes the file to disk and the page cache; returns the number of bytes.</summary>
    public static async Task<long> WriteAsync(string path, long rows, bool bad = true)
    {
        await Measured.RunAsync(Programs.DuffBeer, oneCore: false,
            "generate",
            "duff_orders",
            "--rows",
            rows.ToString(CultureInfo.InvariantCulture),
            "--seed",
            "1",
            "--bad",
            bad ? "0.001" : "0",
            "--faults",
            Faults,
            "-o",
            path);
        await using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
        await file.CopyToAsync(Stream.Null, 1 << 20);
        return file.Length;
    }
}
