using System.Net;
using System.Text;
using System.Text.Json;
using DuffBeer.Definitions.Sql;
using DuffBeer.Local.Generate;
using Microsoft.Playwright;

namespace DuffBeer.Pages.Tests.Browsing;

/// <summary>A server with sample data of all domains and one snapshot, and a browser.</summary>
public sealed class Site : IAsyncLifetime
{
    /// <summary>Months in which orders of Duff were processed, the present one included.</summary>
    const int Months = 5;

    readonly TemporaryFolder _home = new();
    IPlaywright _playwright = null!;
    Server _server = null!;

    internal Server Server => _server;
    public IBrowser Browser { get; private set; } = null!;
    public string Address => _server.Http.BaseAddress!.ToString().TrimEnd('/');

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        // Without a graphics card Chromium would compute one, in which charts are drawn several times as slowly as without it.
        Browser = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium.Find(), Args = ["--no-sandbox", "--disable-gpu", "--disable-software-rasterizer"] });
        await IngestDuffAsync();
        _server = await Server.StartAsync(definitions: DefinitionFolder.Default, home: _home.Path);
        foreach (var (dataset, key, rows) in new[]
        {
            ("retail_orders", "retail/orders/orders.csv", 1_000L),
            ("order_items", "restaurant/order_items/items.csv", 8_000L),
            ("order_item_options", "restaurant/order_item_options/options.csv", 3_000L),
            ("date_dim", "restaurant/date_dim/days.csv", 1_500L),
            ("restaurant_locations", "restaurant/restaurant_locations/names.csv", 28L),
        })
            await IngestAsync(_server, key, await SampleAsync(dataset, rows));
        await _server.RefreshAsync();
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
        await _server.DisposeAsync();
        _home.Dispose();
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
    [
        .. (await GetAsync("/api/dashboards")).GetProperty("dashboards").EnumerateArray()
            .Select(page => page.GetProperty("name").GetString()!),
    ];

    /// <summary>Address of the page of a dataset's run.</summary>
    public async Task<string> RunAsync(string dataset) =>
        $"/runs/{(await GetAsync($"/api/runs?dataset={dataset}")).GetProperty("runs")[0].GetProperty("id").GetString()}";

    /// <summary>Orders of Duff, a part of them in each of the last months: their days are those on which a file was processed.</summary>
    async Task IngestDuffAsync()
    {
        var lines = Encoding.UTF8.GetString(await SampleAsync("duff_orders", 4_000)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var parts = lines.Skip(1).Chunk((lines.Length / Months) + 1).ToList();
        foreach (var (part, index) in parts.Select((part, index) => (part, index)))
        {
            var shift = DateTime.UtcNow.AddMonths(index + 1 - parts.Count) - DateTime.UtcNow;
            await using var server = await Server.StartAsync(
                definitions: DomainDefinitions.Duff, home: _home.Path, time: new ShiftedTime(shift));
            var content = Encoding.UTF8.GetBytes($"{lines[0]}\n{string.Join('\n', part)}\n");
            await IngestAsync(server, $"duff/orders/{index}.csv", content, DateTime.UtcNow + shift);
        }
    }

    static async Task<byte[]> SampleAsync(string dataset, long rows)
    {
        var sample = SampleDataset.All.Single(known => known.Name == dataset);
        using var csv = new MemoryStream();
        await new SampleFile(sample, sample.Usual with { Rows = rows }).WriteAsync(csv, progress: null, default);
        return csv.ToArray();
    }

    static async Task IngestAsync(Server server, string key, byte[] content, DateTime? written = null)
    {
        server.Put(key, content);
        if (written is { } time)
            File.SetLastWriteTimeUtc(Path.Combine(server.Home.Landing, key), time);
        var answer = await server.PostAsync("/api/events/s3", S3Event.Of(key));
        var run = await server.EndOfAsync(answer.Json.GetProperty("events")[0].GetProperty("run").GetString()!);
        Assert.True(run.GetProperty("runtimeStatus").GetString() == "Completed", $"{run}");
    }

    sealed class ShiftedTime(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
    }
}

[CollectionDefinition(Name)]
public sealed class SharedSite : ICollectionFixture<Site>
{
    public const string Name = "site";
}
