using System.Net;
using System.Runtime.CompilerServices;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Local.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DuffBeer.Api.Tests.Reports;

/// <summary>The API of a published home, whose engine streams what a test says.</summary>
sealed class ScriptedEngine : IQueryEngine, IAsyncDisposable
{
    readonly Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<object?[]>>> _rows;
    readonly DuffBeerApi _api;
    readonly WebApplication _web;

    ScriptedEngine(Server server, ApiOptions options, Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<object?[]>>> rows)
    {
        var runtime = server.Runtime;
        (_rows, Dialect) = (rows, runtime.Engine.Dialect);
        _api = new(
            new()
            {
                Stores = runtime.Stores,
                Engine = () => this,
                Datasets = runtime.Definitions.Datasets,
                Models = runtime.Definitions.Models,
                Reports = runtime.Definitions.Sql.Reports,
                Catalog = runtime.Tables,
                Tables = runtime.OpenTables,
                Orchestrator = server.Host.Runs,
                Refresh = new NoRefresh(),
                Maintenance = new NoMaintenance(),
                Erasure = new NoErasure(),
                Forget = () => runtime.Forget,
                Events = new NoEventPublisher(),
                Logs = NullLoggerFactory.Instance,
            },
            options);
        _web = WebHost.Create(IPAddress.Loopback, 0);
        _web.Run(_api.HandleAsync);
    }

    public ISqlDialect Dialect { get; }
    public HttpClient Http { get; private set; } = null!;
    public int Streams { get; private set; }
    public int Queries { get; private set; }

    /// <summary>Completes when a stream was left, however it ended.</summary>
    public TaskCompletionSource Left { get; } = new();

    /// <summary>A batch of the report <c>orders</c>, of numbers that compress badly.</summary>
    public static IReadOnlyList<object?[]> Batch(int rows) =>
        [
            .. Enumerable.Range(0, rows)
                .Select(row => Enumerable.Range(1, 20).Select(column => (object?)(row * column * 2_654_435_761L % 1_000_000_007)).ToArray())
        ];

    public static async Task<ScriptedEngine> StartAsync(
        Server server, Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<object?[]>>> rows, ApiOptions? options = null)
    {
        var started = new ScriptedEngine(server, options ?? new(), rows);
        await started._web.StartAsync();
        var address = started._web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        started.Http = new() { BaseAddress = new(address) };
        return started;
    }

    public Task<QueryResult> QueryAsync(Statement statement, CancellationToken cancellationToken)
    {
        Queries++;
        return Task.FromResult(new QueryResult([], []));
    }

    public async IAsyncEnumerable<IReadOnlyList<object?[]>> StreamAsync(
        Statement statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Streams++;
        try
        {
            await foreach (var batch in _rows(cancellationToken))
                yield return batch;
        }
        finally
        {
            Left.TrySetResult();
        }
    }

    public Task<Materialized> MaterializeAsync(
        Statement statement, IReadOnlyList<TableColumn> columns, string prefix, IReadOnlyList<string> partitionBy,
        CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _web.DisposeAsync();
        _api.Dispose();
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
}
