using System.Globalization;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench;

/// <summary>How long short commands take from start to end.</summary>
static class StartUp
{
    const string Rows = """
        client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume,point_of_sale_channel,status
        1,Moe's Tavern,1,101,Duff,1.05,12,0.33,Retail,created
        2,Kwik-E-Mart,2,102,Duff Lite,0.95,24,0.33,Online,delivered

        """;

    /// <summary>Medians of one build, in milliseconds.</summary>
    sealed record Times(ProgramBuild Build, double Help, double Reports, double Ingest, double Refreshed);

    public static async Task<Section> RunAsync(Sizes sizes)
    {
        var rounds = sizes.Rounds ?? 21;
        using var folder = new WorkFolder();
        var file = folder.Of("orders.csv");
        await File.WriteAllTextAsync(file, Rows);
        var times = new List<Times>();
        foreach (var build in Programs.Builds)
            times.Add(await MeasureAsync(build, rounds, folder, file));

        return Section.Of("Start-up", [.. times.SelectMany(Headlines)], Text($"""
            `… -- start-up`, {Commit.Line()}. Medians of {rounds} processes, each with a new home, in ms. The native program is measured
            where it has been published.

            | command | {string.Join(" | ", times.Select(build => build.Build.Name))} |
            |---|{string.Concat(times.Select(_ => "---|"))}
            | `--help` | {Cells(times, build => build.Help)} |
            | `reports` | {Cells(times, build => build.Reports)} |
            | `ingest` of two rows, `--no-refresh` | {Cells(times, build => build.Ingest)} |
            | `ingest` of two rows with its models | {Cells(times, build => build.Refreshed)} |
            | size of the program's folder, MB (the native program needs no .NET) | {Cells(times, build => build.Build.Megabytes)} |
            """));
    }

    static async Task<Times> MeasureAsync(ProgramBuild build, int rounds, WorkFolder folder, string file) => new(
        build,
        await MillisecondsAsync(build, rounds, () => ["--help"]),
        await MillisecondsAsync(build, rounds, () => ["reports"]),
        await MillisecondsAsync(
            build, rounds, () => ["--home", folder.Empty("home"), "ingest", file, "--dataset", "duff_orders", "--no-refresh"]),
        await MillisecondsAsync(build, rounds, () => ["--home", folder.Empty("home"), "ingest", file, "--dataset", "duff_orders"]));

    static IEnumerable<Headline> Headlines(Times times)
    {
        var which = times.Build.IsNative ? ", native program" : "";
        yield return new($"`duffbeer --help`, start to end{which}", Text($"{times.Help:0} ms"), "< 300 ms", "< 100 ms");
        yield return new(
            $"a file of a few rows to visible rows, start-up included{which}", Text($"{times.Ingest:0} ms"), "< 1 s", "< 300 ms");
    }

    static string Cells(IEnumerable<Times> times, Func<Times, double> value) =>
        string.Join(" | ", times.Select(build => Text($"{value(build):0}")));

    static async Task<double> MillisecondsAsync(ProgramBuild build, int rounds, Func<IReadOnlyList<string>> arguments)
    {
        var seconds = new List<double>();
        for (var round = 0; round < rounds; round++)
            seconds.Add((await Measured.RunAsync(build.Path, oneCore: false, arguments())).Seconds);
        return Pairs.Median(seconds) * 1000;
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
