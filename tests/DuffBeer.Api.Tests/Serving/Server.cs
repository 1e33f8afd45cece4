using System.Net;
using System.Text;
using System.Text.Json;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.Home;
using DuffBeer.Local.Wiring;
using DuffBeer.Local.Serving;

namespace DuffBeer.Api.Tests.Serving;

/// <summary>A home in a temporary folder behind a real Kestrel on a free port.</summary>
sealed class Server : IAsyncDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>On a busy machine too, the answer to an event names its run.</summary>
    static readonly ApiOptions s_patient = new() { EventPatience = TimeSpan.FromSeconds(30) };

    readonly TemporaryFolder? _folder;
    readonly ApiServer _server;
    readonly EmbeddedRuntime _runtime;

    Server(TemporaryFolder? folder, HomeDirectory home, EmbeddedRuntime runtime, ApiServer server)
    {
        (_folder, Home, _runtime, _server) = (folder, home, runtime, server);
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(server.Address) };
    }

    public HomeDirectory Home { get; }
    public HttpClient Http { get; }
    public ApiServer Host => _server;
    public IObjectStore Lake => _runtime.Lake;
    public EmbeddedRuntime Runtime => _runtime;
    public List<string> Notices { get; private init; } = [];

    /// <param name="home">A home that is there already, and stays; null for one that goes with the server.</param>
    public static async Task<Server> StartAsync(
        ApiOptions? options = null, IReadOnlyList<ApiKey>? keys = null, long chunkBytes = 1 << 20, string? home = null, bool watch = false,
        DefinitionFolder? definitions = null, IPAddress? address = null, TimeProvider? time = null, TimeSpan? stable = null,
        EntraSettings? entra = null)
    {
        time ??= TimeProvider.System;
        var folder = home is null ? new TemporaryFolder() : null;
        var directory = new HomeDirectory(home ?? folder!["home"]);
        directory.Create();
        var runtime = new EmbeddedRuntime(
            directory, new(definitions ?? DomainDefinitions.Duff), new() { ChunkBytes = chunkBytes }, time);
        var notices = new List<string>();
        var request = new ServeRequest(address ?? (keys is null ? IPAddress.Loopback : IPAddress.Any), 0, keys ?? [], watch)
        {
            Stable = stable ?? TimeSpan.FromSeconds(ServeRequest.DefaultStableSeconds),
            Entra = entra,
        };
        var host = new ApiServer(directory, runtime, time, request, options ?? s_patient, notice =>
        {
            lock (notices)
                notices.Add(notice);
        });
        await host.BeginAsync(default);
        return new(folder, directory, runtime, host) { Notices = notices };
    }

    /// <summary>Puts a file into landing, as an upload would.</summary>
    public void Put(string key, string content) => Put(key, Encoding.UTF8.GetBytes(content));

    public void Put(string key, byte[] content)
    {
        var path = Path.Combine(Home.Landing, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    public async Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        await SendAsync(HttpMethod.Get, path, null, headers);

    public async Task<Answer> PostAsync(string path, string? json = null, params (string Name, string Value)[] headers) =>
        await SendAsync(HttpMethod.Post, path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request);
        return new(response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Uploads a file, sends its event, and waits for the run's end.</summary>
    public async Task<JsonElement> IngestAsync(string key, string content, params (string Name, string Value)[] headers)
    {
        Put(key, content);
        var answer = await PostAsync("/api/events/s3", S3Event.Of(key), headers);
        return await EndOfAsync(answer.Json.GetProperty("events")[0].GetProperty("run").GetString()!, headers);
    }

    public Task<JsonElement> EndOfAsync(string run, params (string Name, string Value)[] headers) =>
        UntilAsync(
            $"/api/runs/{run}",
            detail => detail.GetProperty("runtimeStatus").GetString() is "Completed" or "Failed" or "Terminated",
            headers);

    /// <summary>Asks for a refresh and waits for its end.</summary>
    public async Task<JsonElement> RefreshAsync(string? body = null)
    {
        var asked = await PostAsync("/api/refresh", body);
        Assert.Equal(HttpStatusCode.Accepted, asked.Status);
        return await UntilAsync(
            asked.Json.GetProperty("statusQueryGetUri").GetString()!,
            detail => detail.GetProperty("runtimeStatus").GetString() != "Running");
    }

    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> isSo, params (string Name, string Value)[] headers)
    {
        var (deadline, pause) = (DateTime.UtcNow + s_patience, TimeSpan.FromMilliseconds(10));
        while (true)
        {
            var answer = await GetAsync(path, headers);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            if (isSo(answer.Json))
                return answer.Json;
            Assert.True(DateTime.UtcNow < deadline, $"{path} stays {answer.Text}");
            // Questions that come too often keep the server from the work that they wait for.
            await Task.Delay(pause);
            pause = pause * 1.5 < s_longestPause ? pause * 1.5 : s_longestPause;
        }
    }

    public async Task<IReadOnlyList<ManifestEntry>> PublishedAsync(string dataset = "duff_orders") =>
        (await new DatasetManifests(Lake).ReadAllAsync(dataset, default)).Runs;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        _runtime.Dispose();
        _folder?.Dispose();
    }
}
