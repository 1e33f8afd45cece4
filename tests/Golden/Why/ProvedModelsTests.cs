using DuffBeer.Definitions.Sql;
using DuffBeer.Golden.Tests.Product;
using Xunit.Abstractions;

namespace DuffBeer.Golden.Tests.Why;

/// <summary>Sampled rows of every covered model and report of generated data lead to lines that give the same figures.</summary>
public sealed class ProvedModelsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("duff", 1, "duff_orders")]
    [InlineData("retail", 1, "retail_orders")]
    [InlineData("restaurant", 1, "order_items", "order_item_options", "restaurant_locations")]
    public async Task Sampled_rows_are_proved_from_the_lines_alone(string domain, int rows, params string[] datasets)
    {
        using var home = new Home { Definitions = DefinitionFolder.Default };
        using var folder = new TemporaryFolder();
        foreach (var dataset in datasets)
        {
            var file = folder[$"{dataset}.csv"];
            var call = await home.CallAsync(
                "generate", dataset, "--rows", "600", "--seed", "7", "--duplicates", "0.05", "-o", file);
            Assert.True(call.Code == 0, call.Error);
            await home.IngestDatasetAsync(dataset, file);
        }

        await home.RefreshAsync();
        using var proved = await ProvedModels.OfAsync(home);
        var mistakes = new List<string>();
        foreach (var report in proved.Models(domain).Concat(proved.Reports(domain)))
            mistakes.AddRange(await proved.MistakesAsync(report, rows));

        output.WriteLine($"{proved.Proved.Rows} rows, {proved.Proved.Cells} cells");
        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
        Assert.True(proved.Proved.Rows >= 6, $"Only {proved.Proved.Rows} rows.");
    }
}
