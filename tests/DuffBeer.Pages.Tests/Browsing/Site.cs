using System.Net;
using System.Text.Json;
using DuffBeer.Definitions.Sql;
using DuffBeer.Local.Generate;
using Microsoft.Playwright;

namespace DuffBeer.Pages.Tests.Browsing;

/// <summary>A server with sample data of all domains and one snapshot, and a browser.</summary>
public sealed class Site : IAsyncLifetime
{
    IPlaywright _playwright = null!;
    Server _server = null!;

    internal Server Server => _server;
    public IBrowser Browser { get; private set; } = null!;
    public string Address => _server.Http.BaseAddress!.ToString().TrimEnd('/');

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Find(), Args = ["--no-sandbox"] });
        _server = await Server.StartAsync(definitions: DefinitionFolder.Default);
        foreach (var (dataset, key, rows) in new[]
        {
            ("duff_orders", "duff/orders/orders.csv", 4_000L),
            ("retail_orders", "retail/orders/orders.csv", 2_000L),
            ("order_items", "restaurant/order_items/items.csv", 20_000L),
            ("order_item_options", "restaurant/order_item_options/options.csv", 8_000L),
            ("date_dim", "restaurant/date_dim/days.csv", 1_500L),
            ("restaurant_locations", "restaurant/restaurant_locations/names.csv", 28L),
        })
            await IngestAsync(dataset, key, rows);
        await _server.RefreshAsync();
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>JSON of the API.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        var answer = await _server.GetAsync(path);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{path}: {answer.Text}");
        return answer.Json;
    }

    /// <summary>The names of all pages of figures.</summary>
    public async Task<IReadOnlyList<string>> DashboardsAsync() =>
        [.. (await GetAsync("/api/dashboards")).GetProperty("dashboards").EnumerateArray().Select(page => page.GetProperty("name").GetString()!)];

    async Task IngestAsync(string dataset, string key, long rows)
    {
        var sample = SampleDataset.All.Single(known => known.Name == dataset);
        using var csv = new MemoryStream();
        await new SampleFile(sample, sample.Usual with { Rows = rows }).WriteAsync(csv, progress: null, default);
        _server.Put(key, csv.ToArray());
        var answer = await _server.PostAsync("/api/events/s3", S3Event.Of(key));
        var run = await _server.EndOfAsync(answer.Json.GetProperty("events")[0].GetProperty("run").GetString()!);
        Assert.Equal("Completed", run.GetProperty("runtimeStatus").GetString());
    }
}

[CollectionDefinition(Name)]
public sealed class SharedSite : ICollectionFixture<Site>
{
    public const string Name = "site";
}
