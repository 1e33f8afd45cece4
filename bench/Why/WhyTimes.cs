using System.Globalization;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Why;

/// <summary>How long explanations of figures take among many orders, and how one wrong line of them is found.</summary>
/// <remarks>
/// <c>DUFFBEER_BENCH_HOME</c> names a home that <c>duffbeer demo</c> filled, in place of a new one. The wrong line stays in it.
/// </remarks>
sealed class WhyTimes(Sizes sizes)
{
    readonly long _orders = sizes.Rows ?? 15_000_000;
    readonly int _figures = sizes.Rounds ?? 20;

    public async Task<Section> RunAsync()
    {
        using var folder = new WorkFolder();
        var home = await HomeAsync(folder);
        IReadOnlyList<FigureTime> times;
        using (var figures = FigureTimes.Of(home))
        {
            await figures.PrepareAsync();
            times = await figures.MeasureAsync(_figures);
        }

        var weeks = Directory.EnumerateFiles(Path.Combine(home, "demo"), "duff_orders-*.csv").Order(StringComparer.Ordinal).ToList();
        var fault = await PlantedFault.FindAsync(home, weeks[weeks.Count / 2]);
        return Section.Of("Explanations of figures among 15 M orders", Headlines(times), Text($"""
            `… -- why-times`, {Commit.Line()}. {_figures} figures of each kind in a home of {_orders} Duff orders, one at a time, in
            process, with the texts of the answer. Processor time counts all threads.

            | figure | source rows | statements | p50 ms | p95 ms | processor ms |
            |---|---|---|---|---|---|
            {string.Join('\n', times.Select(Row))}

            One wrong price in {_orders} orders, planted at line {fault.Line} of `{Path.GetFileName(fault.File)}`, was found by the requests
            of three clicks:

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
            Programs.DuffBeer, oneCore: false, "--home", home, "demo", "--no-serve", "--rows",
            _orders.ToString(CultureInfo.InvariantCulture));
        return home;
    }

    static Headline[] Headlines(IReadOnlyList<FigureTime> times) =>
        [new("Why? of a figure of 1,000 rows in 15 M orders, p95", Text($"{times[0].P95:0} ms"), "< 300 ms")];

    static string Row(FigureTime time) =>
        Text($"| {time.Figure} | {time.Lines:0} | {time.Statements:0.#} | {time.P50:0} | {time.P95:0} | {time.Processor:0} |");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
