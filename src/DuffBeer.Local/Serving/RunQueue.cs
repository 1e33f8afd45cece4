using System.Threading.Channels;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;
using DuffBeer.Core.Runs.Batches;
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
    readonly RunBatches _batches;
    readonly ILogger _log;
    readonly Action<string> _notice;
    readonly Channel<WaitingRun> _waiting = Channel.CreateUnbounded<WaitingRun>();
    readonly Dictionary<string, WaitingRun> _active = new(StringComparer.Ordinal);
    readonly CancellationTokenSource _stop = new();
    readonly Lock _lock = new();
    readonly List<Task> _workers = [];
    SharedOrchestrations? _orchestrations;

    public RunQueue(RunRecords runs, RunBatches batches, ILogger log, Action<string> notice) =>
        (_runs, _batches, _log, _notice) = (runs, batches, log, notice);

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

    public Task StartAsync(string run, int attempt, CancellationToken cancellationToken) =>
        StartAllAsync([new(run, attempt)], cancellationToken);

    /// <summary>Queues all at once, so that a worker that takes the first finds the others.</summary>
    public Task StartAllAsync(IReadOnlyList<RunAttempt> attempts, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var (run, attempt) in attempts)
            {
                if (!_active.TryGetValue(run, out var active))
                    Add(run, attempt);
                else if (attempt > active.Attempt || (attempt == active.Attempt && active.IsStopping))
                    active.Next = attempt;
            }
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
        WaitingRun? active;
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
        var waiting = new WaitingRun(run, attempt, CancellationTokenSource.CreateLinkedTokenSource(_stop.Token));
        _active[run] = waiting;
        Telemetry.Queued(1);
        _waiting.Writer.TryWrite(waiting);
    }

    async Task WorkAsync(SharedOrchestrations orchestrations)
    {
        await foreach (var first in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (Take(first))
                await WorkAsync(orchestrations, first.IsAlone ? [first] : [first, .. TakeOthers(first)]);
        }
    }

    /// <param name="some">One run, or runs of one dataset that may be in a batch.</param>
    async Task WorkAsync(SharedOrchestrations orchestrations, List<WaitingRun> some)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource([.. some.Select(waiting => waiting.Stop.Token)]);
        try
        {
            if (!stop.IsCancellationRequested)
                await orchestrations.UseAsync(shared => RunAsync(shared, some, stop.Token), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            foreach (var waiting in some)
            {
                ServerLog.RunStopped(_log, failure, waiting.Run);
                _notice($"Run {waiting.Run} stopped: {failure.Message} 'duffbeer reconcile' resumes it.");
            }
        }
        finally
        {
            foreach (var waiting in some)
                End(waiting, isAgain: stop.IsCancellationRequested && !waiting.IsStopping);
        }
    }

    /// <summary>Other waiting runs of a dataset that has batches: a batch is what waits already.</summary>
    List<WaitingRun> TakeOthers(WaitingRun first)
    {
        var dataset = RunId.DatasetOf(first.Run);
        if (!_batches.HasBatches(dataset))
            return [];
        lock (_lock)
        {
            var others = _active.Values
                .Where(other => other is { IsTaken: false, IsStopping: false, IsAlone: false } && RunId.DatasetOf(other.Run) == dataset)
                .Take(_batches.MostOf(dataset) - 1)
                .ToList();
            others.ForEach(other => other.IsTaken = true);
            return others;
        }
    }

    /// <summary>Puts a run back that cannot be in the batch of the others. False if the queue is being stopped.</summary>
    bool TryPutBack(WaitingRun waiting)
    {
        lock (_lock)
        {
            var isBack = _waiting.Writer.TryWrite(waiting);
            (waiting.IsTaken, waiting.IsAlone) = (!isBack, true);
            return isBack;
        }
    }

    /// <summary>False if the run was stopped in the queue.</summary>
    bool Take(WaitingRun waiting)
    {
        lock (_lock)
        {
            var isQueued = !waiting.IsTaken;
            waiting.IsTaken = true;
            return isQueued;
        }
    }

    /// <summary>Reads the records again: while this process waited for the lock, another one may have executed the runs.</summary>
    async Task<bool> RunAsync(Orchestrations orchestrations, List<WaitingRun> some, CancellationToken cancellationToken)
    {
        var records = await SideBySide.SelectAsync(
            some, RunBatches.AtATime, (waiting, stop) => _runs.FindAsync(waiting.Run, stop), cancellationToken);
        var running = records.OfType<RunRecord>().Where(record => record.Status == RunStatus.Running).ToList();
        if (running.Count == 0)
            return false;
        var group = _batches.GroupsOf(running).First();
        var others = running.Except(group).Select(record => record.Id).ToHashSet(StringComparer.Ordinal);
        some.RemoveAll(waiting => others.Contains(waiting.Run) && TryPutBack(waiting));
        using var scope = group.Count == 1 ? ServerLog.Run(_log, group[0].Id, group[0].Attempt) : null;
        foreach (var ended in await orchestrations.IngestAllAsync(group, cancellationToken))
            Tell(ended);
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

    /// <param name="isAgain">It goes back to the queue: another run of its batch was stopped.</param>
    void End(WaitingRun waiting, bool isAgain = false)
    {
        lock (_lock)
        {
            _active.Remove(waiting.Run);
            if (isAgain && waiting.Next == 0)
                waiting.Next = waiting.Attempt;
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
}
