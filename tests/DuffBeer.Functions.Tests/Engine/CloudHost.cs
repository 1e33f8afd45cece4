using System.Net;
using System.Text.Json;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Ports;
using DuffBeer.Definitions;
using DuffBeer.Definitions.Prices;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;
using DuffBeer.Functions.Hosting;
using DuffBeer.Functions.Http;
using DurableTask.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;

namespace DuffBeer.Functions.Tests.Engine;

/// <summary>The cloud host: its services and functions over folders and DuckDB, on the Durable Task engine, behind Kestrel.</summary>
sealed class CloudHost : IAsyncDisposable
{
    // As the Functions worker serialises inputs and results.
    static readonly JsonDataConverter s_json = new(new JsonSerializerOptions { PropertyNameCaseInsensitive = true });

    readonly TaskHubStore _hub;
    readonly WebApplication _sidecar;
    readonly WebApplication _worker;
    readonly GrpcChannel _channel;

    CloudHost(TaskHubStore hub, WebApplication sidecar, WebApplication worker, GrpcChannel channel) =>
        (_hub, _sidecar, _worker, _channel) = (hub, sidecar, worker, channel);

    public IServiceProvider Services => _worker.Services;
    public ActivityLog Activities => Services.GetRequiredService<ActivityLog>();
    public DurableTaskClient Client => Services.GetRequiredService<DurableTaskClient>();
    public string Address => AddressOf(_worker);

    public static async Task<CloudHost> StartAsync(TaskHubStore hub, CloudHostOptions options)
    {
        var sidecar = CreateSidecar(hub);
        await sidecar.StartAsync();
        var channel = GrpcChannel.ForAddress(AddressOf(sidecar));
        var worker = CreateWorker(options, channel);
        await worker.StartAsync();
        return new(hub, sidecar, worker, channel);
    }

    /// <summary>Stops everything; results of running activities do not reach the history.</summary>
    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        _channel.Dispose();
        await _sidecar.DisposeAsync();
        await _hub.RedeliverAsync();
    }

    static WebApplication CreateSidecar(TaskHubStore hub)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services
            .AddSingleton<IOrchestrationService>(hub)
            .AddSingleton<IOrchestrationServiceClient>(hub)
            .AddSingleton<TaskHubGrpcServer>();
        var sidecar = builder.Build();
        sidecar.MapGrpcService<TaskHubGrpcServer>();
        return sidecar;
    }

    static WebApplication CreateWorker(CloudHostOptions options, GrpcChannel channel)
    {
        var settings = options.Settings();
        var lake = options.Around(new FolderObjectStore(Path.Combine(options.Folder, "lake")));
        var stores = new Stores(new FolderObjectStore(options.Landing), lake, "landing");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services
            .AddRouting()
            .AddSingleton(_ => AwsPorts.OpenDuckDb(lake, settings))
            .AddDuffBeer(settings, services => new(
                stores,
                services.GetRequiredService<CachedQueryEngine>,
                () => new DuckDbCatalog(lake, key => $"s3://lake/{key}"),
                Mock.Of<IEventPublisher>())
            {
                LocationOf = key => $"s3://lake/{key}",
                Queue = options.Queue,
            })
            .AddSingleton(new LoadedDefinitions(options.Definitions))
            .AddSingleton(new ActivityLog());
        builder.Services.AddDurableTaskWorker(worker =>
        {
            worker.UseGrpc(channel);
            worker.AddTasks(options.Tasks);
            worker.Configure(it =>
            {
                it.DataConverter = s_json;
                // As in host.json.
                it.Concurrency.MaximumConcurrentActivityWorkItems = 8;
            });
        });
        builder.Services.AddDurableTaskClient(client =>
        {
            client.UseGrpc(it => it.CallInvoker = channel.Intercept(options.HubCalls));
            client.RegisterDirectly();
            client.Configure(it => it.DataConverter = s_json);
        });
        var web = builder.Build();
        web.Map("/" + ApiFunction.Route, FunctionCalls.AnswerAsync);
        return web;
    }

    static string AddressOf(WebApplication web) =>
        web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
}

/// <param name="Folder">Holds landing, lake and scratch.</param>
sealed record CloudHostOptions(string Folder)
{
    public IReadOnlyList<ApiKey> Keys { get; init; } = [];

    /// <summary>Wraps the host's lake.</summary>
    public Func<IObjectStore, IObjectStore> Around { get; init; } = store => store;

    public DefinitionFolder Definitions { get; init; } = DefinitionFolder.Default;

    public int ChunkBytes { get; init; } = 64 << 10;

    /// <summary>The activities and orchestrations of the host's release.</summary>
    public Action<DurableTaskRegistry> Tasks { get; init; } = FunctionCalls.AddTo;

    /// <summary>Gets events of lineage; null for none.</summary>
    public string? LineageFile { get; init; }

    /// <summary>The queue of uploads' events; null for none.</summary>
    public IQueuedEvents? Queue { get; init; }

    /// <summary>Every call of the durable client passes through it.</summary>
    public HubCalls HubCalls { get; init; } = new();

    public string Landing => Directory.CreateDirectory(Path.Combine(Folder, "landing")).FullName;

    public HostSettings Settings() => new()
    {
        Aws = new()
        {
            Access = new(),
            Landing = new() { Bucket = "landing" },
            Lake = new() { Bucket = "lake" },
            Athena = new(),
            Glue = new(),
            Events = null,
        },
        Lineage = LineageFile is null ? null : new(null, File: LineageFile),
        Engine = EngineKind.DuckDb,
        Keys = Keys,
        Prices = PricesFile.Load(DefinitionFolder.Default),
        Ingest = new() { HashKey = "0123456789abcdef", ChunkBytes = ChunkBytes },
        ScratchFolder = Path.Combine(Folder, "scratch"),
        ScratchBytes = 64 << 20,
    };
}
