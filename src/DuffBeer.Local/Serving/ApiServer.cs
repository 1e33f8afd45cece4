using DuffBeer.Api;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Embedded.Home;
using DuffBeer.Local.Embedding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Local.Serving;

/// <summary>One home behind Kestrel: the API, and the queues that run what it starts.</summary>
sealed class ApiServer : IAsyncDisposable
{
    /// <summary>For so long nobody has changed a file that is ingested by itself.</summary>
    static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(2);

    readonly CancellationTokenSource _stopping = new();
    readonly HomeDirectory _home;
    readonly EmbeddedRuntime _runtime;
    readonly RunQueue _runs;
    readonly RefreshQueue _refreshes;
    readonly SharedOrchestrations _orchestrations;
    readonly DuffBeerApi _api;
    readonly WebApplication _web;
    readonly ILoggerFactory _logs;
    readonly LandingWatch? _watch;
    readonly Action<string> _notice;
    Task _looking = Task.CompletedTask;
    Task _watching = Task.CompletedTask;

    public ApiServer(HomeDirectory home, EmbeddedRuntime runtime, TimeProvider time, ServeRequest request, ApiOptions options, Action<string> notice)
    {
        (_home, _runtime, _notice) = (home, runtime, notice);
        _web = WebHost.Create(request.Address, request.Port);
        _logs = _web.Services.GetRequiredService<ILoggerFactory>();
        var log = _logs.CreateLogger("DuffBeer.Runs");
        _runs = new(runtime.Runs, log, notice);
        _orchestrations = new(stop => Orchestrations.OpenAsync(home, runtime, time, notice, stop), ResumeAsync, time);
        _refreshes = new(_orchestrations, runtime.Refreshes, () => _runs.Count > 0, time, log, notice);
        runtime.Events = _refreshes;

        _api = new(Parts(runtime, time), options with
        {
            Keys = new(request.IsOpen ? request.Keys : []),
            Hosts = request.IsOpen ? options.Hosts : ["localhost", "127.0.0.1", "[::1]"],
            Stopping = _stopping.Token,
        });
        _web.Run(_api.HandleAsync);
        _watch = request.Watch ? new(home.Landing, runtime.Stores.Bucket, runtime.Receive(_runs).NoticeAsync, s_quiet, TimeProvider.System, notice) : null;
    }

    /// <summary>Where it answers, such as <c>http://127.0.0.1:5080</c>; known once it has begun.</summary>
    public string Address => _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public RunQueue Runs => _runs;

    public DuffBeerApi Api => _api;

    /// <summary>Answers from now on, and goes on with what an earlier process left.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _web.StartAsync(cancellationToken);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            throw new TerminalException(ProblemCode.BadRequest, $"{failure.Message} Stop the other program, or choose another port with --port.", failure);
        }

        await _refreshes.BeginAsync(cancellationToken);
        _runs.Begin(_orchestrations);
        await ResumeAsync(await UnfinishedAsync(cancellationToken));
        if (Directory.Exists(_home.Journal) && Directory.EnumerateFiles(_home.Journal).Any())
            _looking = LookAsync();
        if (_watch is not null)
            _watching = Task.Run(() => _watch.RunAsync(_stopping.Token), CancellationToken.None);
    }

    /// <summary>Stops to answer, then stops what is under way: it is journalled, and the next start goes on with it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _looking;
        await _watching;
        await _web.StopAsync(CancellationToken.None);
        await _runs.DisposeAsync();
        await _refreshes.DisposeAsync();
        await _orchestrations.DisposeAsync();
        _api.Dispose();
        // Sends what telemetry is left, and closes the logs.
        await _web.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>Whoever opens the orchestrations looks through the journals that are left, those of runs too that had ended but were not told of.</summary>
    async Task LookAsync()
    {
        try
        {
            await _orchestrations.UseAsync(_ => Task.FromResult(true), _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            _notice($"What an earlier process left could not be looked through: {failure.Message}");
        }
    }

    async Task ResumeAsync(IReadOnlyList<RunRecord> left)
    {
        foreach (var run in left)
            await _runs.StartAsync(run.Id, run.Attempt, CancellationToken.None);
    }

    /// <summary>Runs that were accepted and whose end nobody has seen.</summary>
    async Task<IReadOnlyList<RunRecord>> UnfinishedAsync(CancellationToken cancellationToken) =>
        (await _runtime.Runs.PageAsync(new(RunStatus.Running, int.MaxValue), cancellationToken)).Runs.Reverse().ToList();

    ApiParts Parts(EmbeddedRuntime runtime, TimeProvider time) => new()
    {
        Stores = runtime.Stores,
        Engine = () => runtime.Engine,
        Datasets = runtime.Definitions.Datasets,
        Models = runtime.Definitions.Models,
        Reports = runtime.Definitions.Sql.Reports,
        Catalog = runtime.Tables,
        Orchestrator = _runs,
        Refresh = _refreshes,
        Time = time,
        Logs = _logs,
        Dependencies =
        [
            new("landing", async stop => await runtime.Landing.StatAsync("none", stop)),
            new("lake", async stop => await runtime.Snapshots.PointerAsync(stop)),
            new("engine", stop => runtime.Engine.QueryAsync(new("SELECT 1", [], []), stop)),
        ],
    };
}
