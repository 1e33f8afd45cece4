using System.Net;
using System.Net.Sockets;
using DuffBeer.Api;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Home;
using DuffBeer.Local.Wiring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Local.Serving;

/// <summary>Serves a home: Kestrel, the API, and the queues that run what it starts.</summary>
sealed class ApiServer : IAsyncDisposable
{
    readonly CancellationTokenSource _stopping = new();
    readonly HomeDirectory _home;
    readonly EmbeddedRuntime _runtime;
    readonly RunQueue _runs;
    readonly RefreshQueue _refreshes;
    readonly MaintenanceQueue _maintenance;
    readonly ForgetQueue _erasures;
    readonly SharedOrchestrations _orchestrations;
    readonly DuffBeerApi _api;
    readonly WebApplication _web;
    readonly ILoggerFactory _logs;
    readonly LandingWatch? _watch;
    readonly Action<string> _notice;
    Task _recovering = Task.CompletedTask;
    Task _watching = Task.CompletedTask;
    Task _receiving = Task.CompletedTask;

    public ApiServer(
        HomeDirectory home, EmbeddedRuntime runtime, TimeProvider time, ServeRequest request, ApiOptions options, Action<string> notice)
    {
        (_home, _runtime, _notice) = (home, runtime, notice);
        _web = WebHost.Create(request.Address, request.Port);
        _logs = _web.Services.GetRequiredService<ILoggerFactory>();
        var log = _logs.CreateLogger("DuffBeer.Runs");
        _runs = new(runtime.Runs, runtime.Core.Batches, log, notice);
        _orchestrations = new(
            stop => Orchestrations.OpenAsync(home, runtime, time, notice, stop),
            (orchestrations, stop) => orchestrations.ResumeAsync(_runs, stop),
            time);
        _refreshes = new(_orchestrations, runtime.Refreshes, () => _runs.Count > 0, time, log, notice);
        runtime.Events = _refreshes;
        _maintenance = new(_orchestrations, runtime.Maintenances, request.MaintainEvery, time, notice);
        _erasures = new(
            home, _orchestrations, runtime, new ServerForgetSteps(runtime.Runs, _runs, new(runtime.Lake), _refreshes), ForgetAsync, notice);

        _api = new(Parts(runtime, time), options with
        {
            Keys = new(request.IsOpen ? request.Keys : []),
            Tokens = request is { IsOpen: true, Entra: { } entra } ? new(entra, time) : null,
            Hosts = request.IsOpen ? options.Hosts : ["localhost", "127.0.0.1", "[::1]", NameOf(request.Address)],
            Stopping = _stopping.Token,
        });
        _web.Run(_api.HandleAsync);
        _watch = request.Watch
            ? new(
                home.Landing, runtime.Stores.Bucket, runtime.Core.Intake(_runs).NoticeAsync, request.Stable, TimeProvider.System, notice)
            : null;
    }

    /// <summary>The server's address, such as <c>http://127.0.0.1:5080</c>; known once it has started.</summary>
    public string Address => _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public RunQueue Runs => _runs;

    public ForgetQueue Erasures => _erasures;

    /// <summary>The address as the host of a URL.</summary>
    static string NameOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";

    public DuffBeerApi Api => _api;

    /// <summary>Starts to answer, and resumes what an earlier process left unfinished.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _web.StartAsync(cancellationToken);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            throw new TerminalException(
                ProblemCode.BadRequest, $"{failure.Message} Stop the other program, or choose another port with --port.", failure);
        }

        await _refreshes.BeginAsync(cancellationToken);
        _runs.Begin(_orchestrations);
        _maintenance.Begin();
        _erasures.Begin();
        if (await IsLeftUnfinishedAsync(cancellationToken))
            _recovering = RecoverAsync();
        if (_watch is not null)
            _watching = Task.Run(() => _watch.RunAsync(_stopping.Token), CancellationToken.None);
        if (_runtime.OpenQueue is { } open)
            _receiving = Task.Run(() => ReceiveAsync(open), CancellationToken.None);
    }

    /// <summary>Stops answering, then stops running work: it is journalled, and the next start resumes it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _recovering;
        await _watching;
        await _receiving;
        await _web.StopAsync(CancellationToken.None);
        await _erasures.DisposeAsync();
        await _runs.DisposeAsync();
        await _refreshes.DisposeAsync();
        await _maintenance.DisposeAsync();
        await _orchestrations.DisposeAsync();
        _api.Dispose();
        // Sends the remaining telemetry and closes the logs.
        await _web.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>Drops what this process keeps of rows.</summary>
    async Task ForgetAsync(CancellationToken cancellationToken)
    {
        _api.Forget();
        await _runtime.ForgetAsync(cancellationToken);
    }

    async Task<bool> IsLeftUnfinishedAsync(CancellationToken cancellationToken) =>
        await _runtime.Runs.Unfinished.AnyAsync(cancellationToken)
        || (Directory.Exists(_home.Journal) && Directory.EnumerateFiles(_home.Journal).Any())
        || await _runtime.Core.Pending.AnyAsync(cancellationToken);

    /// <summary>Opening the orchestrations resumes the runs that an earlier process left; its queued events follow.</summary>
    async Task RecoverAsync()
    {
        try
        {
            await _orchestrations.UseAsync(
                _ => _runtime.Core.Recovery(_runs).TakePendingAsync(_stopping.Token), _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            _notice($"What an earlier process left unfinished could not be resumed: {failure.Message} 'duffbeer reconcile' tries again.");
        }
    }

    async Task ReceiveAsync(Func<IQueuedEvents> open)
    {
        var queue = open();
        using (queue as IDisposable)
            await _api.ReceiveAsync(queue, duration: null, _stopping.Token);
    }

    ApiParts Parts(EmbeddedRuntime runtime, TimeProvider time) => new()
    {
        Stores = runtime.Stores,
        Engine = () => runtime.Engine,
        Datasets = runtime.Definitions.Datasets,
        Models = runtime.Definitions.Models,
        Reports = runtime.Definitions.Sql.Reports,
        Dashboards = runtime.Definitions.Dashboards,
        Catalog = runtime.Tables,
        Tables = runtime.OpenTables,
        Packs = runtime.Packs,
        Orchestrator = _runs,
        Refresh = _refreshes,
        Maintenance = _maintenance,
        Erasure = _erasures,
        Forget = () => runtime.Forget,
        Events = runtime.Announcements,
        Prices = () => runtime.Prices,
        Time = time,
        AtWork = runtime.AtWork,
        Logs = _logs,
        Dependencies =
        [
            new("landing", async stop => await runtime.Landing.StatAsync("none", stop)),
            new("lake", async stop => await runtime.Snapshots.PointerAsync(stop)),
            new("engine", stop => runtime.Engine.QueryAsync(new("SELECT 1", [], []), stop)),
        ],
    };
}
