using System.Globalization;
using DuffBeer.Bench.Growth;
using DuffBeer.Bench.Ingest;
using DuffBeer.Bench.Maintain;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Micro;
using DuffBeer.Bench.Refresh;
using DuffBeer.Bench.Results;
using DuffBeer.Bench.Scale;
using DuffBeer.Bench.Why;

namespace DuffBeer.Bench;

/// <summary>The size of a benchmark; null for its default.</summary>
sealed record Sizes(long? Rows = null, int? Rounds = null);

/// <param name="ByDefault">Whether it runs if none is named.</param>
sealed record Benchmark(string Name, bool ByDefault, Func<Sizes, Task<Section>> RunAsync);

/// <summary>The benchmarks, in the order of their sections.</summary>
static class Suite
{
    public static readonly IReadOnlyList<Benchmark> All =
    [
        new("ingest", true, sizes => new Comparison(sizes).RunAsync()),
        new("overhead", true, sizes => new Overhead(sizes).RunAsync()),
        new("memory", false, LargeFile.RunAsync),
        new("fan-out", true, sizes => new FanOut(sizes).RunAsync()),
        new("batch", false, sizes => new ManyFiles(sizes).RunAsync()),
        new("start-up", true, StartUp.RunAsync),
        new("micro", true, MicroBenchmarks.RunAsync),
        new("receipts", true, ReceiptCost.RunAsync),
        new("refresh", true, sizes => new RefreshComparison(sizes).RunAsync()),
        new("why", false, sizes => new WhyBenchmark(sizes).RunAsync()),
        new("why-athena", false, sizes => new WhyBenchmark(sizes, byAthena: true).RunAsync()),
        new("why-times", false, sizes => new WhyTimes(sizes).RunAsync()),
        new("scale", true, Simulation.RunAsync),
        new("growth", false, GrowthBenchmark.RunAsync),
        new("refresh-memory", false, RefreshMemory.RunAsync),
        new("maintain", false, sizes => new MergeBenchmark(sizes).RunAsync()),
    ];

    /// <summary>Runs the named benchmarks, or the default ones; results of other sizes are printed but not saved.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (Read(arguments) is not var (chosen, sizes))
        {
            await Console.Error.WriteLineAsync(
                "Usage: [NAME…] [--rows N] [--rounds N], "
                    + $"where NAME is one of {string.Join(", ", All.Select(benchmark => benchmark.Name))}.");
            return 2;
        }

        var machine = Machine.Here();
        foreach (var benchmark in chosen)
        {
            await Console.Error.WriteLineAsync($"{benchmark.Name} …");
            var section = await benchmark.RunAsync(sizes);
            Console.WriteLine(section.Text);
            if (sizes == new Sizes())
                Keep(machine, section);
        }

        return 0;
    }

    static void Keep(Machine machine, Section section)
    {
        var file = Repository.ResultsOf(machine);
        var before = File.Exists(file) ? ResultsFile.Parse(File.ReadAllText(file)) : ResultsFile.Empty;
        File.WriteAllText(file, before.With(machine, section).Text);
        foreach (var (page, measures) in Repository.Pages)
            File.WriteAllText(page, ReadmeTable.Into(File.ReadAllText(page), Repository.AllResults(), measures));
    }

    static (IReadOnlyList<Benchmark>, Sizes)? Read(IReadOnlyList<string> arguments)
    {
        var (chosen, sizes) = (new List<Benchmark>(), new Sizes());
        for (var index = 0; index < arguments.Count; index++)
        {
            if (All.FirstOrDefault(benchmark => benchmark.Name == arguments[index]) is { } named)
                chosen.Add(named);
            else if (arguments[index] is "--rows" or "--rounds" && index + 1 < arguments.Count
                && int.TryParse(arguments[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
                sizes = arguments[index++] == "--rows" ? sizes with { Rows = number } : sizes with { Rounds = number };
            else
                return null;
        }

        return (chosen.Count > 0 ? chosen : [.. All.Where(benchmark => benchmark.ByDefault)], sizes);
    }
}
