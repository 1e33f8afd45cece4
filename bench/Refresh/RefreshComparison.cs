using System.Globalization;
using System.Text;
using DuffBeer.Bench.Ingest;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Refresh;

/// <summary>All models and audits over one ingested file: duffbeer alternates with DuckDB running the same SQL.</summary>
sealed class RefreshComparison(Sizes sizes)
{
    const int SlowestShown = 12;

    /// <summary>What a refresh leaves in the lake.</summary>
    static readonly string[] s_built = ["marts", "snapshots", "catalog", "analytics"];

    readonly long _rows = sizes.Rows ?? 15_000_000;
    readonly int _rounds = sizes.Rounds ?? 3;

    public async Task<Section> RunAsync()
    {
        using var folder = new WorkFolder();
        var csv = folder.Of("orders.csv");
        await SampleFile.WriteAsync(csv, _rows);
        await Measured.RunAsync(
            Programs.DuffBeer, oneCore: false, "--home", folder.Of("home"), "ingest", csv, "--dataset", "duff_orders", "--no-refresh");
        File.Delete(csv);

        var pairs = await Pairs.RunAsync(
            _rounds,
            input: null,
            () => Measured.RunAsync(Programs.DuffBeer, oneCore: false, "--home", WithoutModels(folder.Of("home")), "refresh"),
            () => Measured.RunAsync(Programs.Self, oneCore: false, "plain-refresh", folder.Of("home"), folder.Empty("plain")));
        return Section.Of("Refresh of all models against the same SQL in DuckDB", Headlines(pairs), Text($"""
            `… -- refresh`, {Commit.Line()}. {_rows} Duff orders; {_rounds} alternating rounds. Seconds are medians; a ratio is the
            median of the rounds' ratios; peak memory is the largest of all rounds. Ours: plan, models in waves, audits, swap, catalog,
            exports. DuckDB: the same rendered statements one after the other over views on the same files, with the same memory limit,
            threads and COPY options.

            | | seconds | peak MiB | each round |
            |---|---|---|---|
            | duffbeer refresh | {pairs.OurSeconds:0.0} | {pairs.OurPeakMiB:0} | {Seconds(pairs.Ours)} |
            | DuckDB, the same SQL | {pairs.TheirSeconds:0.0} | {pairs.TheirPeakMiB:0} | {Seconds(pairs.Theirs)} |
            | **time against DuckDB** | **{Times(pairs):0.00}×** | {pairs.OurPeakMiB / pairs.TheirPeakMiB:0.00}× | |

            The slowest statements of DuckDB's last round:

            | statement | seconds |
            |---|---|
            {Slowest(pairs.Theirs[^1].Output)}
            """));
    }

    static Headline[] Headlines(Pairs pairs) =>
        [new("refresh of all models over 15 M orders against the same SQL in DuckDB", Text($"{Times(pairs):0.00}×"), "≤ 1.2×", "≤ 1.05×")];

    static double Times(Pairs pairs) => 1 / pairs.Ratio;

    static string WithoutModels(string home)
    {
        foreach (var built in s_built.Select(name => Path.Combine(home, "lake", name)).Where(Directory.Exists))
            Directory.Delete(built, recursive: true);
        return home;
    }

    static string Slowest(string output)
    {
        var statements = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
            .Select(fields => (Kind: fields[0], Name: fields[1], Seconds: double.Parse(fields[2], CultureInfo.InvariantCulture))).ToList();
        var slowest = statements.OrderByDescending(statement => statement.Seconds).Take(SlowestShown).ToList();
        var text = new StringBuilder();
        foreach (var (kind, name, seconds) in slowest)
            text.Append(Text($"| {kind} {name} | {seconds:0.0} |\n"));
        var others = statements.Sum(statement => statement.Seconds) - slowest.Sum(statement => statement.Seconds);
        return text.Append(Text($"| all {statements.Count - slowest.Count} others | {others:0.0} |")).ToString();
    }

    static string Seconds(IEnumerable<Measured> runs) => string.Join(' ', runs.Select(run => Text($"{run.Seconds:0.0}")));

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
