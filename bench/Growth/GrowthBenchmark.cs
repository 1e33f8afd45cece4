using System.Diagnostics;
using System.Globalization;
using System.Text;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Growth;

/// <summary>What a lake's age costs: lists, starts and plans after few and after many runs, on folders and on S3.</summary>
static class GrowthBenchmark
{
    const int Rounds = 3;

    static readonly int[] s_runs = [100, 10_000, 100_000];

    public static async Task<Section> RunAsync(Sizes sizes)
    {
        var runs = sizes.Rows is { } most ? [.. s_runs.Where(count => count <= most)] : s_runs;
        var load = Load();
        var onFolders = await MeasureAsync(runs, onS3: false);
        var onS3 = await MeasureAsync(runs, onS3: true);
        return Section.Of("A lake that grows", [], Text($"""
            `… -- growth`, {Commit.Line()}. Simulated records of a year's runs in the real layout; every tenth run was followed by a
            refresh. The median of {Rounds} rounds, each with everything newly opened. Load of the machine (processes that
            wait for its cores) before and after: {load} and {Load()}.

            On folders: milliseconds, and MiB allocated.

            {Table(runs, onFolders, figure => Text($"{figure.Milliseconds:0} ms, {figure.Allocated / 1048576.0:0.0} MiB"))}
            On S3 (a fake in the same process, over HTTP): requests, and KB received. A request to S3 takes some 20 to 50 ms.

            {Table(runs, onS3, figure => Text($"{figure.Requests} requests, {figure.Received / 1000.0:0} KB"))}
            """));
    }

    static async Task<List<List<Figure>>> MeasureAsync(int[] runs, bool onS3)
    {
        var columns = new List<List<Figure>>();
        await using (var warm = await GrownLake.WithAsync(runs[0], onS3))
            await MeasureAsync(warm);
        foreach (var count in runs)
        {
            await using var lake = await GrownLake.WithAsync(count, onS3);
            columns.Add(await MeasureAsync(lake));
        }

        return columns;
    }

    static async Task<List<Figure>> MeasureAsync(GrownLake lake)
    {
        var figures = new List<Figure>();
        foreach (var (name, act) in lake.Actions)
        {
            var rounds = new List<Figure>();
            for (var round = 0; round < Rounds; round++)
                rounds.Add(await FigureOfAsync(lake, name, act));
            figures.Add(rounds.OrderBy(figure => figure.Milliseconds).ElementAt(Rounds / 2));
        }

        return figures;
    }

    static async Task<Figure> FigureOfAsync(GrownLake lake, string name, Func<Task> act)
    {
        GC.Collect();
        var (before, allocated, start) = (lake.Spent, GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
        await act();
        var time = Stopwatch.GetElapsedTime(start);
        var (spent, more) = (lake.Spent, GC.GetTotalAllocatedBytes(precise: true) - allocated);
        return new(name, time.TotalMilliseconds, more, spent.Requests - before.Requests, spent.Bytes - before.Bytes);
    }

    static string Table(int[] runs, List<List<Figure>> columns, Func<Figure, string> text)
    {
        var table = new StringBuilder($"| | {string.Join(" | ", runs.Select(count => Text($"{count:N0} runs")))} |\n");
        table.Append('|').Append(string.Concat(Enumerable.Repeat("---|", runs.Length + 1))).Append('\n');
        for (var row = 0; row < columns[0].Count; row++)
            table.Append("| ").Append(columns[0][row].Name).Append(" | ")
                .AppendJoin(" | ", columns.Select(column => text(column[row]))).Append(" |\n");
        return table.ToString();
    }

    static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <param name="Allocated">Managed bytes.</param>
    /// <param name="Received">Bytes of the answers' bodies.</param>
    sealed record Figure(string Name, double Milliseconds, long Allocated, int Requests, long Received);
}
