using System.Globalization;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Wiring;
using Xunit.Abstractions;

namespace DuffBeer.Golden.Tests.Why;

/// <summary>Generated data of every dataset, ingested and refreshed once for all tests.</summary>
public sealed class GeneratedHome : IAsyncLifetime
{
    static readonly (string Dataset, int Rows)[] s_files =
    [
        ("duff_orders", 600), ("retail_orders", 600), ("order_items", 900), ("order_item_options", 900), ("date_dim", 400),
        ("restaurant_locations", 30),
    ];

    readonly Home _home = new() { Definitions = DefinitionFolder.Default };

    public async Task InitializeAsync()
    {
        using var folder = new TemporaryFolder();
        foreach (var (dataset, rows) in s_files)
        {
            var file = folder[$"{dataset}.csv"];
            var call = await _home.CallAsync(
                "generate", dataset, "--rows", rows.ToString(CultureInfo.InvariantCulture), "--seed", "7",
                "--duplicates", "0.05", "-o", file);
            Assert.True(call.Code == 0, call.Error);
            await _home.IngestDatasetAsync(dataset, _home.Write(Path.GetFileName(file), File.ReadAllBytes(file)));
        }

        var refreshed = await _home.RefreshAsync();
        Assert.Null(refreshed.Result.Problem);
    }

    public Task DisposeAsync()
    {
        _home.Dispose();
        return Task.CompletedTask;
    }

    internal Task ProveAsync(Func<ProvedFigures, Task> prove) => ExplainAsync((runtime, snapshot) =>
        prove(new(runtime.Definitions, runtime.Reader, runtime.Explainer, runtime.Prover, snapshot)));

    internal async Task ExplainAsync(Func<EmbeddedRuntime, Snapshot, Task> explain)
    {
        using var runtime = new EmbeddedRuntime(new(_home.Root), new(_home.Definitions), _home.Ingest, TimeProvider.System);
        await explain(runtime, (await runtime.Snapshots.CurrentAsync(default))!);
    }
}

/// <summary>
/// A row of every third mart, and of every third report that does more than show one, leads to lines that give the same figures. Of
/// many more rows, and of all reports, the benchmark <c>why</c> shows it.
/// </summary>
public sealed class ProvedModelsTests(ITestOutputHelper output, GeneratedHome home) : IClassFixture<GeneratedHome>
{
    [Theory]
    [InlineData("duff", 4)]
    [InlineData("retail", 3)]
    [InlineData("restaurant", 13)]
    public Task Sampled_rows_are_proved_from_the_lines_alone(string domain, int least) => home.ProveAsync(async proved =>
    {
        var mistakes = new List<string>();
        foreach (var (_, report) in proved.Marts(domain).Concat(proved.OwnReports(domain)).Index().Where(entry => entry.Index % 3 == 0))
            mistakes.AddRange(await proved.MistakesAsync(report, rows: 1));

        output.WriteLine($"{proved.Proved.Rows} rows, {proved.Proved.Cells} cells, {proved.Proved.Lines} lines");
        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
        Assert.True(proved.Proved.Rows >= least, $"Only {proved.Proved.Rows} rows.");
    });

    [Fact]
    public Task Explanations_by_files_of_keys_are_those_by_statements() => home.ExplainAsync(async (runtime, snapshot) =>
    {
        var engine = new FindingEngine((DuckDbQueryEngine)runtime.Engine);
        var definitions = runtime.Definitions;
        var large = new Explainer(runtime.Stores, runtime.Runs, engine, definitions.Models, definitions.Datasets) { LargeModel = 0 };
        var client = ProvedFigures.ReportOf(definitions.Models.Graph["client_sales"]!);
        var request = new WhyRequest(
            ReportRequest.Read(client, []), new Dictionary<string, string> { ["client_id"] = "1001" }, null) { Limit = 1_000 };
        var expected = TextOf(await runtime.Explainer.ExplainAsync(request, snapshot, default));

        // The engine makes the files in the background.
        var wanted = new HashSet<string> { "client_sales", "stg_duff_orders", "stg_duff_order_rows" };
        for (var time = 0; time < 500 && !wanted.IsSubsetOf(engine.Found); time++)
        {
            Assert.Equal(expected, TextOf(await large.ExplainAsync(request, snapshot, default)));
            await Task.Delay(20);
        }

        Assert.Superset(wanted, engine.Found);
        Assert.Equal(expected, TextOf(await large.ExplainAsync(request, snapshot, default)));
    });

    static string TextOf(Explanation why) => string.Join(
        '\n',
        why.Levels.Select(level => $"{level.Name} {level.Count} {string.Join(" ", level.Rows.Select(row => string.Join('|', row)))}")
            .Concat(why.Lines.Select(line => line.ToString())));
}
