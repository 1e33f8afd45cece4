using System.Globalization;
using DuffBeer.Definitions;
using DuffBeer.Definitions.Sql;
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

    internal async Task ProveAsync(Func<ProvedFigures, Task> prove)
    {
        var definitions = new LoadedDefinitions(_home.Definitions);
        using var runtime = new EmbeddedRuntime(new(_home.Root), definitions, _home.Ingest, TimeProvider.System);
        var snapshot = (await runtime.Snapshots.CurrentAsync(default))!;
        await prove(new(definitions, runtime.Reader, runtime.Explainer, runtime.Prover, snapshot));
    }
}

/// <summary>
/// A row of every mart, and of every report that does more than show one, leads to lines that give the same figures. Of many more rows,
/// and of all reports, the benchmark <c>why</c> shows it.
/// </summary>
public sealed class ProvedModelsTests(ITestOutputHelper output, GeneratedHome home) : IClassFixture<GeneratedHome>
{
    [Theory]
    [InlineData("duff", 15)]
    [InlineData("retail", 8)]
    [InlineData("restaurant", 40)]
    public Task Sampled_rows_are_proved_from_the_lines_alone(string domain, int least) => home.ProveAsync(async proved =>
    {
        var mistakes = new List<string>();
        foreach (var report in proved.Marts(domain).Concat(proved.OwnReports(domain)))
            mistakes.AddRange(await proved.MistakesAsync(report, rows: 1));

        output.WriteLine($"{proved.Proved.Rows} rows, {proved.Proved.Cells} cells, {proved.Proved.Lines} lines");
        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
        Assert.True(proved.Proved.Rows >= least, $"Only {proved.Proved.Rows} rows.");
    });
}
