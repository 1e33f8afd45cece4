using System.Globalization;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Ingest;

/// <summary>Our memory during the ingest of a file larger than it: once, on all cores, without DuckDB.</summary>
static class LargeFile
{
    const long UsualRows = 68_500_000;
    const long BytesPerRow = 74;

    /// <exception cref="InvalidOperationException">The disk has no room for the file and its tables.</exception>
    public static async Task<Section> RunAsync(Sizes sizes)
    {
        var rows = sizes.Rows ?? UsualRows;
        using var folder = new WorkFolder();
        var needed = rows * BytesPerRow * 3 / 2;
        var free = new DriveInfo(folder.Path).AvailableFreeSpace;
        if (free < needed)
            throw new InvalidOperationException(
                $"{folder.Path} has {free} bytes free, but {needed} are needed. Set TMPDIR to a larger disk.");

        var csv = folder.Of("orders.csv");
        var bytes = await SampleFile.WriteAsync(csv, rows);
        var run = await Measured.RunAsync(
            Programs.DuffBeer, oneCore: false, "--home", folder.Of("home"), "ingest", csv, "--dataset", "duff_orders", "--no-refresh");
        return Section.Of(
            "Memory over a large file",
            [new("peak memory of the process during ingest, 5 GB", Text($"{run.PeakMiB:0} MiB"), "≤ 512 MiB", "≤ 256 MiB")],
            Text($"""
                `… -- memory`, {Commit.Line()}. {rows} rows, {bytes} bytes, once, all cores; the peak is the process's VmHWM.

                | seconds | MB/s | peak MiB | Parquet MB |
                |---|---|---|---|
                | {run.Seconds:0.0} | {bytes / 1e6 / run.Seconds:0} | {run.PeakMiB:0} | {folder.ParquetMegabytes("home"):0} |
                """));
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
