using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Embedded.Store;
using DuffBeer.Functions.Orchestrating;
using DuffBeer.Tests.Shared;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace DuffBeer.Functions.Tests.Engine;

/// <summary>A task hub, a lake and a host, used over HTTP like a real installation.</summary>
sealed class Cloud : IAsyncDisposable
{
    const string FirstKey = "duff/orders/orders.csv";
    const string Header =
        "client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume,"
        + "point_of_sale_channel,status\n";

    readonly string _folder = Directory.CreateTempSubdirectory("duffbeer-cloud-").FullName;
    CloudHostOptions _options;
    HttpClient _http = new();

    Cloud(Func<CloudHostOptions, CloudHostOptions>? with, bool keepsTime)
    {
        Hub = new() { KeepsTime = keepsTime };
        var options = new CloudHostOptions(_folder) { Definitions = SmallDefinitions.WriteTo(Path.Combine(_folder, "definitions")) };
        _options = with?.Invoke(options) ?? options;
    }

    public TaskHubStore Hub { get; }

    public CloudHost Host { get; private set; } = null!;

    /// <summary>Holds landing, lake and scratch.</summary>
    public string Folder => _folder;

    /// <summary>The lake, without what the options put around it.</summary>
    public FolderObjectStore Lake => new(Path.Combine(_folder, "lake"));

    /// <param name="keepsTime">Timers fire when they are due.</param>
    public static async Task<Cloud> StartAsync(Func<CloudHostOptions, CloudHostOptions>? with = null, bool keepsTime = false)
    {
        var cloud = new Cloud(with, keepsTime);
        await cloud.StartHostAsync();
        return cloud;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
        // An activity that outlives its run or its host may still write.
        TemporaryFolder.Delete(_folder);
    }

    /// <summary>Kills the host; another one continues with the same hub.</summary>
    /// <param name="with">Another release takes its place.</param>
    public async Task RestartAsync(Func<CloudHostOptions, CloudHostOptions>? with = null)
    {
        await Host.DisposeAsync();
        _options = with?.Invoke(_options) ?? _options;
        await StartHostAsync();
    }

    /// <summary>A file of valid rows with order ids from <paramref name="first"/> on.</summary>
    public static string Rows(int count, int first = 1) =>
        Header + string.Concat(Enumerable.Range(first, count).Select(order => Row(order)));

    public static string Row(int order, string name = "Moe") => $"7,{name},{order},102,Duff,2.50,6,0.33,Retail,created\n";

    public void Put(string content, string key = FirstKey)
    {
        var path = Path.Combine(_options.Landing, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content, Encoding.Latin1);
    }

    /// <summary>Puts a file into landing and starts its run. Returns the run's id.</summary>
    public Task<string> IngestAsync(string content, string key = FirstKey)
    {
        Put(content, key);
        return StartRunAsync(key);
    }

    public async Task<string> StartRunAsync(string key = FirstKey) =>
        (await PostAsync("/api/runs", new { key })).GetProperty("run").GetString()!;

    /// <summary>Waits until the attempt's orchestration has ended. Returns the run.</summary>
    public async Task<JsonElement> EndOfAsync(string run, int attempt = 1)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await Host.Client.WaitForInstanceCompletionAsync(IngestFile.InstanceOf(run, attempt), patience.Token);
        return await GetAsync($"/api/runs/{run}");
    }

    /// <summary>Waits until the refresh has ended. Returns it.</summary>
    public Task<JsonElement> EndOfRefreshAsync(string refresh) => UntilAsync(
        () => GetAsync($"/api/refreshes/{refresh}"),
        found => found.GetProperty("runtimeStatus").GetString() is "Completed" or "Failed");

    public async Task<string> RefreshAsync() => (await PostAsync("/api/refresh")).GetProperty("id").GetString()!;

    /// <summary>How many orders readers see.</summary>
    public async Task<int> OrdersShownAsync() =>
        (await GetAsync("/api/reports/orders-counted")).GetProperty("rows").EnumerateArray()
            .Sum(row => row.GetProperty("orders").GetInt32());

    public async Task<JsonElement> GetAsync(string path) => await ReadAsync(await _http.GetAsync(path));

    public async Task<JsonElement> PostAsync(string path, object? body = null) => await ReadAsync(await SendAsync(path, body));

    /// <summary>The answer, whatever its status.</summary>
    public Task<HttpResponseMessage> SendAsync(string path, object? body = null) =>
        body is null ? _http.PostAsync(path, null) : _http.PostAsJsonAsync(path, body);

    public static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var found = await look();
            if (isEnough(found))
                return found;
            await Task.Delay(50, patience.Token);
        }
    }

    public Task TimerAsync(string name) => FunctionCalls.TimerAsync(name, Host.Services);

    async Task StartHostAsync()
    {
        Host = await CloudHost.StartAsync(Hub, _options);
        _http.Dispose();
        _http = new() { BaseAddress = new(Host.Address) };
    }

    static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.RequestUri}: {answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
