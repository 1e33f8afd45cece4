using System.Net;
using System.Runtime.CompilerServices;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Core.Ports;
using DuffBeer.Local.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace DuffBeer.Api.Tests.Events;

/// <summary>The API of a home in whose stores and queue a test can interfere.</summary>
sealed class WebhookHost : IAsyncDisposable
{
    readonly Server _server;
    readonly WebApplication _web;

    WebhookHost(Server server, ApiOptions options)
    {
        _server = server;
        var runtime = server.Runtime;
        Api = new(
            new()
            {
                Stores = runtime.Stores with
                {
                    Landing = new Hooked(runtime.Stores.Landing, () => Landing()), Lake = new Hooked(runtime.Stores.Lake, () => Lake()),
                },
                Engine = () => runtime.Engine,
                Datasets = runtime.Definitions.Datasets,
                Models = runtime.Definitions.Models,
                Reports = runtime.Definitions.Sql.Reports,
                Catalog = runtime.Tables,
                Tables = runtime.OpenTables,
                Orchestrator = new Orchestrator(this),
                Refresh = new NoRefresh(),
                Maintenance = new NoMaintenance(),
                Erasure = new NoErasure(),
                Forget = () => runtime.Forget,
                Events = new NoEventPublisher(),
                Logs = Logs,
            },
            options);
        _web = WebHost.Create(IPAddress.Loopback, 0);
        _web.Run(Api.HandleAsync);
    }

    public DuffBeerApi Api { get; }
    public LogLines Logs { get; } = new();
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Comes before each read of landing.</summary>
    public Func<Task> Landing { get; set; } = () => Task.CompletedTask;

    /// <summary>Comes before each write to the lake.</summary>
    public Func<Task> Lake { get; set; } = () => Task.CompletedTask;

    /// <summary>Comes before each start of a run.</summary>
    public Func<Task> Starts { get; set; } = () => Task.CompletedTask;

    public bool HasRoom { get; set; } = true;

    /// <summary>The runs that were started, once per start.</summary>
    public List<string> Started { get; } = [];

    public static async Task<WebhookHost> StartAsync(Server server, ApiOptions? options = null)
    {
        var host = new WebhookHost(server, options ?? new());
        await host._web.StartAsync();
        var address = host._web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        host.Http = new() { BaseAddress = new(address) };
        return host;
    }

    /// <summary>Puts a file into landing. Returns the event.</summary>
    public string Put(string key = "duff/orders/orders.csv")
    {
        _server.Put(key, Csv.Header + Csv.Rows(1));
        return S3Event.Of(key);
    }

    public async Task<Answer> SendAsync(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync("/api/events/s3", content);
        return new(response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsByteArrayAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _web.DisposeAsync();
        Api.Dispose();
    }

    sealed class Orchestrator(WebhookHost host) : IRunOrchestrator
    {
        public Task<bool> HasRoomAsync(CancellationToken cancellationToken) => Task.FromResult(host.HasRoom);

        public Task<bool> IsActiveAsync(string run, int attempt, CancellationToken cancellationToken)
        {
            lock (host.Started)
                return Task.FromResult(host.Started.Contains(run));
        }

        public Task<bool> IsIdleAsync(string run, int attempt, CancellationToken cancellationToken) => Task.FromResult(true);

        public async Task StartAsync(string run, int attempt, CancellationToken cancellationToken)
        {
            await host.Starts();
            lock (host.Started)
                host.Started.Add(run);
        }

        public Task TerminateAsync(string run, int attempt, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task SuspendAsync(string run, int attempt, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ResumeAsync(string run, int attempt, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    sealed class NoErasure : ILakeErasure
    {
        public Task StartAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    sealed class NoMaintenance : ILakeMaintenance
    {
        public Task<string> RequestAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    sealed class NoRefresh : IModelRefresh
    {
        public Task<string> RequestAsync(RefreshRequest request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    /// <summary>A landing's reads, or a lake's writes, with an action before each.</summary>
    sealed class Hooked(IObjectStore store, Func<Task> before) : IObjectStore
    {
        public async Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken)
        {
            if (key.StartsWith("duff/", StringComparison.Ordinal))
                await before();
            return await store.StatAsync(key, cancellationToken);
        }

        public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) =>
            store.OpenAsync(stat, cancellationToken);

        public async Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken)
        {
            await before();
            return await store.CreateAsync(key, condition, cancellationToken);
        }

        public async IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var stat in store.ListAsync(keys, cancellationToken))
                yield return stat;
        }

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);
    }
}
