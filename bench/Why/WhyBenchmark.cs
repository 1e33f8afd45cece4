using System.Globalization;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Why;

/// <summary>Why? of figures: whether they can be proved, how long explanations take, and how a wrong line is found.</summary>
/// <remarks><c>DUFFBEER_BENCH_HOME</c> names a home that <c>duffbeer demo</c> filled, in place of a new one. It is changed.</remarks>
sealed class WhyBenchmark(Sizes sizes)
{
    const int Proofs = 8;

    readonly long _orders = sizes.Rows ?? 15_000_000;
    readonly int _figures = sizes.Rounds ?? 50;

    public async Task<Section> RunAsync()
    {
        using var folder = new WorkFolder();
        var data = new ProvenData(folder);
        var proven = new List<ProvenHome> { await data.GeneratedAsync(sizes.Rows is null ? 3_000 : 300, sizes.Rounds is null ? Proofs : 1) };
        proven.AddRange(await data.GoldenAsync());
        var mistakes = proven.SelectMany(home => home.Mistakes.Select(mistake => $"{home.Data}: {mistake}")).ToList();
        if (mistakes.Count > 0)
            throw new InvalidOperationException(string.Join('\n', mistakes));

        var home = await HomeAsync(folder);
        IReadOnlyList<FigureTime> times;
        using (var figures = FigureTimes.Of(home))
        {
            // The first explanation of a file counts its lines.
            await figures.MeasureAsync(1);
            times = await figures.MeasureAsync(_figures);
        }

        var weeks = Directory.EnumerateFiles(Path.Combine(home, "demo"), "duff_orders-*.csv").Order(StringComparer.Ordinal).ToList();
        var fault = await PlantedFault.FindAsync(home, weeks[weeks.Count / 2]);
        return Section.Of("Why? of figures", Headlines(proven, times), Text($"""
            `… -- why`, {Commit.Line()}. Every figure that was sampled was computed again from the bytes of its lines alone, by another
            CSV reader, and is equal, except for columns whose header says that they depend on more rows.

            | data | rows | cells compared | lines read |
            |---|---|---|---|
            {string.Join('\n', Groups(proven))}

            Explanations in a home of {_orders} Duff orders, {_figures} figures of each kind, one at a time, in process, with JSON's texts.

            | figure | source rows | statements | p50 ms | p95 ms | processor ms |
            |---|---|---|---|---|---|
            {string.Join('\n', times.Select(Row))}

            One wrong price in {_orders} orders, planted at line {fault.Line} of `{Path.GetFileName(fault.File)}`, was found by the requests of
            three clicks:

            | click | ms |
            |---|---|
            {string.Join('\n', fault.Steps.Select(step => Text($"| {step.Step} | {step.Milliseconds:0} |")))}
            """));
    }

    async Task<string> HomeAsync(WorkFolder folder)
    {
        if (Environment.GetEnvironmentVariable("DUFFBEER_BENCH_HOME") is { } known)
            return known;
        var home = folder.Of("orders");
        await Measured.RunAsync(
            Programs.DuffBeer, oneCore: false, "--home", home, "demo", "--no-serve", "--rows", _orders.ToString(CultureInfo.InvariantCulture));
        return home;
    }

    static Headline[] Headlines(List<ProvenHome> proven, IReadOnlyList<FigureTime> times) =>
    [
        new("cells of reports and models proved from the lines alone", Text($"{proven.Sum(home => home.Cells)}"), "thousands"),
        new("Why? of a figure of 1,000 rows in 15 M orders, p95", Text($"{times[0].P95:0} ms"), "< 300 ms"),
    ];

    static IEnumerable<string> Groups(IEnumerable<ProvenHome> proven) => proven.GroupBy(home => home.Data.Split('/')[0]).Select(group =>
        Text($"| {group.Key}{(group.Count() > 1 ? Text($", {group.Count()} cases") : "")} | {group.Sum(home => home.Rows)} | ")
        + Text($"{group.Sum(home => home.Cells)} | {group.Sum(home => home.Lines)} |"));

    static string Row(FigureTime time) =>
        Text($"| {time.Figure} | {time.Lines:0} | {time.Statements:0.#} | {time.P50:0} | {time.P95:0} | {time.Processor:0} |");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
