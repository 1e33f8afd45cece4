using System.Text.Json;
using Microsoft.Playwright;

namespace DuffBeer.PagesBench;

/// <summary>Pictures of every page: 1440 and 390 wide, light and dark.</summary>
sealed class Shots(IBrowser browser, string address, string folder)
{
    public async Task TakeAsync()
    {
        Directory.CreateDirectory(folder);
        var paths = await PathsAsync();
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var width in new[] { 1440, 390 })
            {
                await using var context = await browser.NewContextAsync(new()
                {
                    ColorScheme = theme,
                    ReducedMotion = ReducedMotion.Reduce,
                    ViewportSize = new() { Width = width, Height = width > 500 ? 1000 : 844 },
                });
                foreach (var (name, path) in paths)
                    await TakeAsync(context, path, $"{name}-{width}-{theme}.png".ToLowerInvariant());
            }
        }

        Console.WriteLine($"{paths.Count * 4} pictures in {folder}");
    }

    async Task TakeAsync(IBrowserContext context, string path, string file)
    {
        var page = await OpenAsync(context, address + path);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, file), FullPage = true });
        await page.CloseAsync();
    }

    /// <summary>A page with all its figures.</summary>
    public static async Task<IPage> OpenAsync(IBrowserContext context, string url)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(url);
        await page.Locator("main h1").First.WaitForAsync();
        await page.WaitForFunctionAsync("() => !document.querySelector('main[aria-busy], main [aria-busy]')");
        await page.WaitForTimeoutAsync(300);
        return page;
    }

    async Task<List<(string Name, string Path)>> PathsAsync()
    {
        using var http = new HttpClient();
        async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await http.GetStringAsync(address + path)).RootElement;
        var run = await RunAsync(http, address, "order_items");
        return
        [
            ("home", "/"), ("runs", "/runs"), ("run", $"/runs/{run}"), ("data", "/data"), ("dataset", "/data/datasets/duff_orders"),
            ("model", "/data/models/fact_orders"), ("lineage", "/data/lineage"), ("settings", "/data/settings"),
            ("snapshots", "/data/snapshots"),
            .. (await GetAsync("/api/dashboards")).GetProperty("dashboards").EnumerateArray()
                .Select(page => page.GetProperty("name").GetString()!)
                .Select(name => (name, $"/dashboards/{name}{Query(name)}")),
        ];
    }

    /// <summary>The latest run of a dataset.</summary>
    public static async Task<string> RunAsync(HttpClient http, string address, string dataset) =>
        JsonDocument.Parse(await http.GetStringAsync($"{address}/api/runs?dataset={dataset}")).RootElement
            .GetProperty("runs")[0].GetProperty("id").GetString()!;

    /// <summary>Pages of one thing show one that the sample data have.</summary>
    public static string Query(string name) => name switch
    {
        "duff-client" => "?client=1",
        "location" => "?location=63bc98a78f1ffaa1e13ff6bc",
        _ => "",
    };
}
