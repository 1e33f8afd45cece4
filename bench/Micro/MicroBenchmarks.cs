using System.Globalization;
using System.Text;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Micro;

/// <summary>Runs the micro benchmarks in this process: no project is generated, so no feed is needed.</summary>
static class MicroBenchmarks
{
    static readonly Type[] s_classes = [typeof(RowPath), typeof(WholeChunk), typeof(ColumnEncoding), typeof(SnappyPages)];

    /// <exception cref="InvalidOperationException">A benchmark failed.</exception>
    public static async Task<Section> RunAsync(Sizes sizes)
    {
        using var folder = new WorkFolder();
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(sizes.Rounds ?? 8))
            .AddDiagnoser(new MemoryDiagnoser(new(displayGenColumns: false)))
            .WithOptions(ConfigOptions.DisableLogFile)
            .WithArtifactsPath(folder.Path)
            .AddLogger(new StreamLogger(Path.Combine(folder.Path, "log.txt")));
        var table = new StringBuilder();
        var reports = s_classes.SelectMany(type => BenchmarkRunner.Run(type, config).Reports).ToList();
        foreach (var report in reports)
            table.Append(Line(report)).Append('\n');

        return Section.Of(
            "Micro benchmarks",
            [
                new(
                    "managed memory that one more row of a chunk costs",
                    Text($"{await WholeChunk.BytesPerRowAsync():0.00} bytes"),
                    "0 bytes"),
            ],
            Text($"""
                `… -- micro`, {Commit.Line()}. BenchmarkDotNet in process, one thread, {SampleOrders.Rows} valid orders
                ({SampleOrders.Bytes.Length / (double)SampleOrders.Rows:0.0} bytes each) in memory. Allocation is managed memory
                per operation; what a call allocates once (buffers, dictionaries, footers) is divided among its rows.

                | benchmark | per | ns | ± | MB/s | bytes allocated |
                |---|---|---|---|---|---|
                {table}
                """));
    }

    static string Line(BenchmarkReport report)
    {
        if (report is not { Success: true, ResultStatistics: { } statistics })
            throw new InvalidOperationException($"{report.BenchmarkCase.DisplayInfo} failed.");
        var unit = report.BenchmarkCase.Descriptor.Categories.Single();
        var name = string.Join(
            ": ",
            [
                report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
                .. report.BenchmarkCase.Parameters.Items.Select(item => item.Value),
            ]);
        var speed = unit switch
        {
            "row" => Text($"{SampleOrders.Bytes.Length / (double)SampleOrders.Rows / statistics.Mean * 1000:0}"),
            "byte" => Text($"{1000 / statistics.Mean:0}"),
            _ => "",
        };
        return Text($"| {name} | {unit} | {statistics.Mean:0.00} | {statistics.StandardDeviation:0.00} | ")
            + Text($"{speed} | {BytesPerOperation(report):0.000} |");
    }

    static double BytesPerOperation(BenchmarkReport report) =>
        (report.GcStats.GetTotalAllocatedBytes(excludeAllocationQuantumSideEffects: false) ?? 0) / (double)report.GcStats.TotalOperations;

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
