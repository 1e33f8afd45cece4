using System.Net;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Ports;
using DuffBeer.Definitions.Prices;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;
using DuffBeer.Functions.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Functions.Tests.EndToEnd;

/// <summary>The host's own services and functions over folders and DuckDB, behind Kestrel in the place of the Functions runtime.</summary>
sealed class SmallHost : IAsyncDisposable
{
    readonly WebApplication _web;

    SmallHost(WebApplication web, SmallHub hub, string landing) => (_web, Hub, Landing) = (web, hub, landing);

    public SmallHub Hub { get; }
    public string Landing { get; }
    public string Address => _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <param name="around">Stands between the host and its lake; null: nothing does.</param>
    public static async Task<SmallHost> StartAsync(string folder, IReadOnlyList<ApiKey> keys, Func<IObjectStore, IObjectStore>? around = null)
    {
        var (landing, hub) = (Directory.CreateDirectory(Path.Combine(folder, "landing")).FullName, new SmallHub());
        IObjectStore lake = new FolderObjectStore(Path.Combine(folder, "lake"));
        lake = around?.Invoke(lake) ?? lake;
        var stores = new Stores(new FolderObjectStore(landing), lake, "landing");
        var settings = new HostSettings
        {
            Aws = null!,
            Engine = EngineKind.DuckDb,
            Keys = keys,
            Prices = PricesFile.Load(DefinitionFolder.Default),
            Ingest = new() { HashKey = "0123456789abcdef", ChunkBytes = 64 << 10 },
            ScratchFolder = Path.Combine(folder, "scratch"),
            ScratchBytes = 64 << 20,
        };
        var engine = AwsPorts.OpenDuckDb(lake, settings);

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.AddRouting().AddSingleton(engine).AddDuffBeer(settings, _ => new(stores, () => engine, () => new DuckDbCatalog(lake, key => $"s3://lake/{key}"), new NobodyIsTold()));
        var web = builder.Build();
        hub.Calls = new(web.Services, hub);
        foreach (var function in hub.Calls.Functions.Where(function => function.Http is not null))
        {
            var route = web.Map("/" + function.Http!.Route, async context => { await hub.Calls.HttpAsync(function.Name, context.Request); });
            if (function.Http.Methods is { Length: > 0 } methods)
                route.WithMetadata(new Microsoft.AspNetCore.Routing.HttpMethodMetadata(methods.Select(method => method.ToUpperInvariant())));
        }

        await web.StartAsync();
        return new(web, hub, landing);
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    sealed class NobodyIsTold : IEventPublisher
    {
        public Task PublishAsync(string detailType, string detail, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
