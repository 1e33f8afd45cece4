using System.Globalization;
using System.Runtime.InteropServices;

namespace DuffBeer.Bench.Ingest;

/// <summary>Ingests one generated file by duffbeer and by DuckDB in turns, and prints medians and ratios as Markdown.</summary>
sealed class Comparison(WorkFolder folder, long rows, int rounds)
{
    readonly string _csv = folder.Of("orders.csv");
    readonly string _duffbeer = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "duffbeer.exe" : "duffbeer");
    readonly string _self = Path.ChangeExtension(typeof(Comparison).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);

    /// <summary>False where DuckDB sees other rows in our Parquet than in the CSV.</summary>
    public async Task<bool> RunAsync()
    {
        var count = rows.ToString(CultureInfo.InvariantCulture);
        await Measured.RunAsync(_duffbeer, oneCore: false, "generate", "duff_orders", "--rows", count, "--seed", "1", "--bad", "0", "-o", _csv);
        var bytes = new FileInfo(_csv).Length;
        Print($"{CpuName()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET {Environment.Version}");
        Print($"{rows} rows, {bytes} bytes, medians of {rounds} rounds in turns; peak memory is the largest of all rounds.\n");
        Print("| | cores | seconds | MB/s | peak MiB | Parquet MB |\n|---|---|---|---|---|---|");

        var agree = true;
        foreach (var oneCore in OperatingSystem.IsLinux() ? [true, false] : new[] { false })
            agree &= await CompareAsync(oneCore, bytes);
        return agree;
    }

    async Task<bool> CompareAsync(bool oneCore, long bytes)
    {
        var (ours, theirs) = (new List<Measured>(), new List<Measured>());
        var (home, duck) = (folder.Of("home"), folder.Of("duck"));
        for (var round = 0; round < rounds; round++)
        {
            Clear(home);
            Clear(duck);
            ours.Add(await Measured.RunAsync(_duffbeer, oneCore, "--home", home, "ingest", _csv, "--dataset", "duff_orders", "--no-refresh"));
            theirs.Add(await Measured.RunAsync(_self, oneCore, "duckdb", DuckDb.Job(_csv, duck)));
        }

        var (our, their) = (Measured.Median(ours), Measured.Median(theirs));
        var cores = oneCore ? "1" : "all";
        Line("duffbeer ingest", cores, our, bytes, home);
        Line("DuckDB COPY", cores, their, bytes, duck);
        Print(string.Create(CultureInfo.InvariantCulture, $"| **ratio** | {cores} | **{their.Seconds / our.Seconds:0.0}×** | | {our.PeakMiB / their.PeakMiB:0.00}× | {MegaBytes(home) / MegaBytes(duck):0.00}× |"));

        var fromCsv = DuckDb.Run(DuckDb.SumsOfCsv(_csv));
        var fromParquet = DuckDb.Run(DuckDb.SumsOfParquet(Path.Combine(home, "lake", "tables", "**", "*.parquet")));
        Console.Error.WriteLine($"DuckDB's count and sums of the CSV:     {fromCsv}\nDuckDB's count and sums of our Parquet: {fromParquet}");
        return fromCsv == fromParquet;
    }

    static void Line(string name, string cores, Measured measured, long bytes, string folder) => Print(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {cores} | {measured.Seconds:0.00} | {bytes / 1e6 / measured.Seconds:0} | {measured.PeakMiB:0} | {MegaBytes(folder):0} |"));

    static double MegaBytes(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*.parquet", SearchOption.AllDirectories).Sum(file => file.Length) / 1e6;

    static void Clear(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    static string CpuName() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim()
        : RuntimeInformation.ProcessArchitecture.ToString();

    static void Print(string line) => Console.WriteLine(line);
}
