using System.Globalization;
using System.Text;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Ingest;

/// <summary>The whole job, ours and DuckDB's alternating on one generated file: on one core, then on all.</summary>
sealed class Comparison(Sizes sizes)
{
    readonly long _rows = sizes.Rows ?? 15_000_000;
    readonly int _rounds = sizes.Rounds ?? 5;

    /// <exception cref="InvalidOperationException">DuckDB reads different rows from our Parquet than from the CSV.</exception>
    public async Task<Section> RunAsync()
    {
        using var folder = new WorkFolder();
        var csv = folder.Of("orders.csv");
        var bytes = await SampleFile.WriteAsync(csv, _rows);
        var (table, headlines) = (new StringBuilder(), new List<Headline>());
        var sums = "";
        foreach (var build in Programs.Builds)
        {
            foreach (var oneCore in OperatingSystem.IsLinux() ? [true, false] : new[] { false })
            {
                var pairs = await Pairs.RunAsync(
                    _rounds,
                    csv,
                    () => Measured.RunAsync(
                        build.Path, oneCore, "--home", folder.Empty("home"), "ingest", csv, "--dataset", "duff_orders", "--no-refresh"),
                    () => Measured.RunAsync(Programs.Self, oneCore, "duckdb", DuckDbJob.Copy(csv, folder.Empty("duck"))));
                sums = await AgreeAsync(folder, csv);
                table.Append(Lines(
                    build, oneCore ? "1" : "all", pairs, bytes, folder.ParquetMegabytes("home"), folder.ParquetMegabytes("duck")));
                headlines.AddRange(Headlines(build, oneCore, pairs));
            }
        }

        headlines.Add(new(
            "Parquet size against DuckDB's for the same rows and codec",
            Text($"{folder.ParquetMegabytes("home") / folder.ParquetMegabytes("duck"):0.00}×"),
            "≤ 1.15×",
            "≤ 1.0×"));
        return Section.Of("Ingest against DuckDB", headlines, Text($"""
            `… -- ingest`, {Commit.Line()}. {_rows} rows, {bytes} bytes, 1 % quoted names, 0.1 % bad rows; {_rounds} alternating rounds,
            with the CSV in memory and other files flushed to disk in between. Seconds are medians; a ratio is the median of the rounds'
            ratios; peak memory is the largest of all rounds. The job: typed, validated rows with derived columns to Snappy Parquet, one
            folder per channel; ours also writes rejects with reasons, ledger, journal and two system columns. DuckDB:
            `COPY … PARTITION_BY`, rejects stored, types declared, no type detection. The native
            program is measured where it has been published.

            | | cores | seconds | MB/s | peak MiB | Parquet MB | each round |
            |---|---|---|---|---|---|---|
            {table}
            DuckDB reads the same count and sums from our Parquet as from the CSV, for the rows that satisfy the contract (count,
            eleven sums and counts of all columns): `{sums}`. Bad rows have every fault of the generator except an unclosed quote: we
            reject only that line, DuckDB also drops thousands of lines after it.
            """));
    }

    static async Task<string> AgreeAsync(WorkFolder folder, string csv)
    {
        var fromCsv = (await Measured.RunAsync(Programs.Self, oneCore: false, "duckdb", DuckDbJob.SumsOfCsv(csv))).Output.Trim();
        var ofOurs = DuckDbJob.SumsOfParquet(folder.Of(Path.Combine("home", "lake", "tables", "**", "*.parquet")));
        var fromParquet = (await Measured.RunAsync(Programs.Self, oneCore: false, "duckdb", ofOurs)).Output.Trim();
        return fromCsv == fromParquet
            ? fromCsv
            : throw new InvalidOperationException(
                $"DuckDB's count and sums differ.\nOf the CSV:     {fromCsv}\nOf our Parquet: {fromParquet}");
    }

    static IEnumerable<Headline> Headlines(ProgramBuild build, bool oneCore, Pairs pairs)
    {
        var which = build.IsNative ? ", native program" : "";
        yield return oneCore
            ? new($"whole ingest job against DuckDB, 1 thread each{which}", Text($"{pairs.Ratio:0.0}×"), "5×", "8×")
            : new($"the same, all cores each{which}", Text($"{pairs.Ratio:0.0}×"), "4×", "6×");
        if (!oneCore)
            yield return new(
                $"peak memory of the process during ingest, 1 GB{which}",
                Text($"{pairs.OurPeakMiB:0} MiB (DuckDB {pairs.TheirPeakMiB:0})"),
                "≤ 512 MiB",
                "≤ 256 MiB");
    }

    static string Lines(ProgramBuild build, string cores, Pairs pairs, long bytes, double ours, double theirs)
    {
        var theirSeconds = pairs.TheirSeconds;
        var (ourSpeed, theirSpeed) = (bytes / 1e6 / pairs.OurSeconds, bytes / 1e6 / theirSeconds);
        var peaks = pairs.OurPeakMiB / pairs.TheirPeakMiB;
        return Text($"""
            | {build.Name} | {cores} | {pairs.OurSeconds:0.00} | {ourSpeed:0} | {pairs.OurPeakMiB:0} | {ours:0} | {Seconds(pairs.Ours)} |
            | DuckDB COPY | {cores} | {theirSeconds:0.00} | {theirSpeed:0} | {pairs.TheirPeakMiB:0} | {theirs:0} | {Seconds(pairs.Theirs)} |
            | **ratio** | {cores} | **{pairs.Ratio:0.00}×** | | {peaks:0.00}× | {ours / theirs:0.00}× | {pairs.EachRatio} |

            """);
    }

    static string Seconds(IEnumerable<Measured> runs) => string.Join(' ', runs.Select(run => Text($"{run.Seconds:0.0}")));

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
