using System.Threading.Channels;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Local.Wiring;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Local.Serving;

/// <summary>Queues runs and executes a few at a time, as the task hub of Durable Functions does in the cloud.</summary>
/// <remarks>The lake records queued runs as unfinished, so a restarted server finds them.</remarks>
sealed class RunQueue : IRunOrchestrator, IAsyncDisposable
{
    /// <summary>Small files wait for the disk more than for a processor; activities share the processors anyway.</summary>
    const int RunsAtATime = 4;
    const int MostRuns = 10_000;

    readonly RunRecords _runs;
    readonly ILogger _log;
    readonly Action<string> _notice;
    readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>();
    readonly Dictionary<string, Waiting> _active = new(StringComparer.Ordinal);
    readonly CancellationTokenSource _stop = new();
    readonly Lock _lock = new();
    readonly List<Task> _workers = [];
    SharedOrchestrations? _orchestrations;

    public RunQueue(RunRecords runs, ILogger log, Action<string> notice) => (_runs, _log, _notice) = (runs, log, notice);

    public int Count
    {
        get
        {
            lock (_lock)
                return _active.Count;
        }
    }

    /// <summary>Starts executing queued runs.</summary>
    public void Begin(SharedOrchestrations orchestrations)
    {
        _orchestrations = orchestrations;
        _workers.AddRange(Enumerable.Range(0, RunsAtATime).Select(_ => Task.Run(() => WorkAsync(orchestrations))));
    }

    public Task<bool> HasRoomAsync(CancellationToken cancellationToken) => Task.FromResult(Count < MostRuns);

    public Task<bool> IsActiveAsync(string run, int attempt, CancellationToken cancellationToken) => Task.FromResult(IsActive(run));

    /// <summary>Without the home's lock, another process may be working on the run.</summary>
    public Task<bool> IsIdleAsync(string run, int attempt, CancellationToken cancellationToken) =>
        Task.FromResult(!IsActive(run) && _orchestrations is { IsOpen: true });

    public Task StartAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_active.TryGetValue(run, out var active))
                Add(run, attempt);
            else if (attempt > active.Attempt || (attempt == active.Attempt && active.IsStopping))
                active.Next = attempt;
        }

        return Task.CompletedTask;
    }

    public Task TerminateAsync(string run, int attempt, CancellationToken cancellationToken) => StopAsync(run, attempt, cancellationToken);

    /// <remarks>A worker that reads the changed record drops the run by itself; then there is nothing left to stop.</remarks>
    public async Task SuspendAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        if (!await StopAsync(run, attempt, cancellationToken) && !await IsIdleAsync(run, attempt, cancellationToken))
            throw new TerminalException(
                ProblemCode.Conflict,
                $"Run {run} is in progress in another process of this machine. Stop that process with Ctrl-C, which loses nothing, or "
                    + "wait until the run ends.");
    }

    public Task ResumeAsync(string run, int attempt, CancellationToken cancellationToken) => StartAsync(run, attempt, cancellationToken);

    /// <summary>Stops all work; it is journalled, and the next start resumes it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _waiting.Writer.TryComplete();
        await Task.WhenAll(_workers);
        _stop.Dispose();
    }

    /// <summary>
    /// Stops an attempt and earlier ones, but not a later one in the queue. A run that no worker has taken just leaves the queue.
    /// </summary>
    async Task<bool> StopAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        Waiting? active;
        lock (_lock)
        {
            active = _active.GetValueOrDefault(run);
            if (active is null || active.Attempt > attempt)
                return false;
            if (active.Next <= attempt)
                active.Next = 0;
            active.IsStopping = true;
            if (!active.IsTaken)
            {
                active.IsTaken = true;
                End(active);
                return true;
            }
        }

        try
        {
            await active.Stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended.
        }

        await active.Ended.Task.WaitAsync(cancellationToken);
        return true;
    }

    /// <summary>Callers hold the lock.</summary>
    void Add(string run, int attempt)
    {
        if (_stop.IsCancellationRequested)
            return;
        var waiting = new Waiting(run, attempt, CancellationTokenSource.CreateLinkedTokenSource(_stop.Token));
        _active[run] = waiting;
        Telemetry.Queued(1);
        _waiting.Writer.TryWrite(waiting);
    }

    async Task WorkAsync(SharedOrchestrations orchestrations)
    {
        await foreach (var waiting in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (!Take(waiting))
                continue;
            try
            {
                if (!waiting.Stop.IsCancellationRequested)
                    await orchestrations.UseAsync(shared => RunAsync(shared, waiting), waiting.Stop.Token);
            }
            catch (OperationCanceledException) when (waiting.Stop.IsCancellationRequested)
            {
            }
            catch (Exception failure)
            {
                ServerLog.RunStopped(_log, failure, waiting.Run);
                _notice($"Run {waiting.Run} stopped: {failure.Message} 'duffbeer reconcile' resumes it.");
            }
            finally
            {
                End(waiting);
            }
        }
    }

    /// <summary>False if the run was stopped in the queue.</summary>
    bool Take(Waiting waiting)
    {
        lock (_lock)
        {
            var isQueued = !waiting.IsTaken;
            waiting.IsTaken = true;
            return isQueued;
        }
    }

    /// <summary>Reads the record again: while this process waited for the lock, another one may have executed the run.</summary>
    async Task<bool> RunAsync(Orchestrations orchestrations, Waiting waiting)
    {
        if (await _runs.FindAsync(waiting.Run, waiting.Stop.Token) is not { Status: RunStatus.Running } record)
            return false;
        using var scope = ServerLog.Run(_log, record.Id, record.Attempt);
        Tell(await orchestrations.IngestAsync(record, verify: false, waiting.Stop.Token));
        return true;
    }

    void Tell(RunRecord run)
    {
        ServerLog.RunEnded(_log, run.Id, run.Dataset, run.Status.ToString(), run.Ledger?.Accepted ?? 0, run.Ledger?.Rejected ?? 0);
        if (run.Problem is not { } problem)
            return;
        ServerLog.RunFailed(_log, run.Id, run.Dataset, problem.Code.ToString());
        _notice($"Run {run.Id} of {run.Source.Key}: {problem.Message}");
    }

    void End(Waiting waiting)
    {
        lock (_lock)
        {
            _active.Remove(waiting.Run);
            if (waiting.Next > 0)
                Add(waiting.Run, waiting.Next);
        }

        Telemetry.Queued(-1);
        waiting.Stop.Dispose();
        waiting.Ended.SetResult();
    }

    bool IsActive(string run)
    {
        lock (_lock)
            return _active.ContainsKey(run);
    }

    /// <param name="Attempt">The requested attempt.</param>
    sealed record Waiting(string Run, int Attempt, CancellationTokenSource Stop)
    {
        /// <summary>
        /// An attempt requested while this one was still in the queue: a later one, or this one again, resumed while it stops. 0 for none.
        /// </summary>
        /// <remarks>A later one can be requested because a run's record shows its end a moment before it leaves the queue.</remarks>
        public int Next { get; set; }

        /// <summary>A worker has taken it, or it left the queue earlier.</summary>
        public bool IsTaken { get; set; }

        /// <summary>It was told to stop and will leave the queue.</summary>
        public bool IsStopping { get; set; }

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
