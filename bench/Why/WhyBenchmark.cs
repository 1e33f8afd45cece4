using System.Globalization;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Why;

/// <summary>Whether figures that Why? explains can be computed again from the bytes of their lines.</summary>
/// <param name="byAthena">Figures of Athena's double, over generated data alone: each golden case would build all models by it.</param>
sealed class WhyBenchmark(Sizes sizes, bool byAthena = false)
{
    const int Rows = 3_000;

    readonly int _proofs = sizes.Rounds ?? 8;

    public async Task<Section> RunAsync()
    {
        using var folder = new WorkFolder();
        var data = new ProvenData(folder, byAthena);
        var proven = new List<ProvenHome> { await data.GeneratedAsync((int)(sizes.Rows ?? Rows), _proofs) };
        if (!byAthena)
            proven.AddRange(await data.GoldenAsync());
        var mistakes = proven.SelectMany(home => home.Mistakes.Select(mistake => $"{home.Data}: {mistake}")).ToList();
        if (mistakes.Count > 0)
            throw new InvalidOperationException(string.Join('\n', mistakes));
        return byAthena ? OfAthena(proven) : OfDuckDb(proven);
    }

    Section OfAthena(List<ProvenHome> proven) => Section.Of(
        "Figures of Athena's double proved from their lines",
        [new("cells that Athena's double gave, proved from their lines alone", Text($"{proven.Sum(home => home.Cells)}"), "thousands")],
        Text($"""
        `… -- why-athena`, {Commit.Line()}. The product built its models and answered by the protocols of S3, Glue and Athena, through a
        double that runs the statements with DuckDB. {_proofs} rows of each mart and report were computed again on one machine from the
        bytes of their lines, by another CSV reader, and are equal, except for columns whose header says that they depend on more rows.

        | data | rows | cells compared | lines read |
        |---|---|---|---|
        {string.Join('\n', Groups(proven))}
        """));

    Section OfDuckDb(List<ProvenHome> proven) => Section.Of(
        "Figures proved from their lines",
        [new("cells of reports and marts proved from their lines alone", Text($"{proven.Sum(home => home.Cells)}"), "thousands")],
        Text($"""
        `… -- why`, {Commit.Line()}. Every figure that was sampled was computed again from the bytes of its lines alone, by another CSV
        reader, and is equal, except for columns whose header says that they depend on more rows. Of generated data {_proofs} rows of
        each mart and report, of golden cases one row of each mart and of each report that does more than show one.

        | data | rows | cells compared | lines read |
        |---|---|---|---|
        {string.Join('\n', Groups(proven))}
        """));

    static IEnumerable<string> Groups(IEnumerable<ProvenHome> proven) => proven.GroupBy(home => home.Data.Split('/')[0]).Select(group =>
        Text($"| {group.Key}{(group.Count() > 1 ? Text($", {group.Count()} cases") : "")} | {group.Sum(home => home.Rows)} | ")
        + Text($"{group.Sum(home => home.Cells)} | {group.Sum(home => home.Lines)} |"));

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
