using System.Collections.Concurrent;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>What maintenance needs to know of a run that has attempts without visible rows.</summary>
/// <param name="IsOld">It ended long ago, and its file is gone from landing: reconcile would not start it again without its record.</param>
sealed record RunState(int Attempt, bool IsLive, bool IsOld);

/// <summary>The states of runs, read once each.</summary>
sealed class RunStates(Stores stores, LakeRoots roots, KeepTimes keep, DateTimeOffset now)
{
    const int MostKnown = 10_000;

    readonly RunRecords _records = new(stores.Lake, TimeProvider.System);
    readonly ConcurrentDictionary<string, Lazy<Task<RunState?>>> _known = new(StringComparer.Ordinal);

    /// <summary>Null if there is no such run.</summary>
    public Task<RunState?> OfAsync(string run, CancellationToken cancellationToken)
    {
        if (_known.Count >= MostKnown)
            _known.Clear();
        return _known.GetOrAdd(run, id => new(() => ReadAsync(id, cancellationToken))).Value;
    }

    /// <summary>Marks an old run, so that nothing can begin it again while its files go. False if something has.</summary>
    public async Task<bool> MarkAsync(string run, CancellationToken cancellationToken)
    {
        if (await OfAsync(run, cancellationToken) is not { IsOld: true } old)
            return false;
        try
        {
            await _records.UpdateAsync(run, new RunExpired(old.Attempt), cancellationToken);
            return true;
        }
        catch (TerminalException failure) when (failure.Code == ProblemCode.NotFound)
        {
            return true;
        }
        catch (TerminalException failure) when (failure.Code == ProblemCode.Conflict)
        {
            return false;
        }
    }

    async Task<RunState?> ReadAsync(string run, CancellationToken cancellationToken)
    {
        if (await _records.FindAsync(run, cancellationToken) is not { } record)
            return null;
        var isLive = record.Status is RunStatus.Running or RunStatus.Suspended;
        var isOld = !isLive && (record.IsExpired
            || (record.Updated < now - keep.Records && !roots.HasRun(run) && !await IsInLandingAsync(record, cancellationToken)));
        return new(record.Attempt, isLive, isOld);
    }

    async Task<bool> IsInLandingAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (run.Corrects is not null)
            return false;
        var found = await stores.Landing.StatAsync(run.Source.Key, cancellationToken);
        return found is not null && RunSource.VersionOf(found) == run.Source.Version;
    }
}
