using System.Globalization;
using System.Text;
using DuffBeer.Definitions.Sql;
using DuffBeer.Local.Generate;
using DuffBeer.Pages.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DuffBeer.Pages.Tests;

/// <summary>A wrong line is found from the figure that it spoils.</summary>
[Collection(SharedSite.Name)]
public sealed class WhyTests(Site site)
{
    const string WrongPrice = "9999999.99";

    [Fact]
    public async Task A_wrong_line_is_found_by_two_clicks_from_a_wrong_figure()
    {
        await using var server = await Server.StartAsync(definitions: DefinitionFolder.Default);
        var lines = await OrdersAsync();
        var wrong = lines.FindIndex(1_000, line => line.Split(',').Length == 10 && !line.Contains('"', StringComparison.Ordinal));
        var cells = lines[wrong].Split(',');
        cells[5] = WrongPrice;
        lines[wrong] = string.Join(',', cells);
        server.Put("duff/orders/orders.csv", Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
        var answer = await server.PostAsync("/api/events/s3", S3Event.Of("duff/orders/orders.csv"));
        await server.EndOfAsync(answer.Json.GetProperty("events")[0].GetProperty("run").GetString()!);
        await server.RefreshAsync();
        await using var visit = await Visit.OpenAsync(site, $"{server.Http.BaseAddress}dashboards/duff-sales");

        await visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link, new() { Name = "Clients" })
            .ClickAsync();
        await visit.ReadyAsync();
        await visit.Tile("clients").GetByRole(AriaRole.Button, new() { NameRegex = new("^Why") }).First.ClickAsync();

        var found = visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Row).Filter(new() { HasText = WrongPrice });
        await Expect(found).ToHaveCountAsync(1);
        await Expect(found).ToContainTextAsync(lines[wrong]);
        await Expect(found).ToContainTextAsync((wrong + 1).ToString("N0", CultureInfo.InvariantCulture));
        await Expect(found).ToContainTextAsync("kept");
        Assert.Empty(visit.Complaints);
    }

    static async Task<List<string>> OrdersAsync()
    {
        var sample = SampleDataset.All.Single(known => known.Name == "duff_orders");
        using var csv = new MemoryStream();
        await new SampleFile(sample, sample.Usual with { Rows = 2_000 }).WriteAsync(csv, progress: null, default);
        return [.. Encoding.UTF8.GetString(csv.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
