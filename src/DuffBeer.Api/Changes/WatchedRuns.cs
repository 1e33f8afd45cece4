using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Api.Changes;

/// <summary>The runs that may have changed since the last look: those under way, those that have just ended, and new ones.</summary>
/// <remarks>Reads the entries of unfinished attempts and the newest of the listing, never all runs.</remarks>
sealed class WatchedRuns(IObjectStore lake, RunRecords runs)
{
    /// <summary>Runs read in one look. Where more are under way, the others' events come later.</summary>
    const int Most = 200;

    const int ReadsAtATime = 8;

    readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);
    readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    string? _newest;

    public async Task<IReadOnlyList<RunRecord>> ChangedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var unfinished = await runs.Unfinished.ListAsync(cancellationToken)
            .Select(attempt => attempt.Run)
            .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
        var started = await StartedAsync(now, cancellationToken);
        var wanted = _underWay.Union(unfinished).Union(started).Take(Most).ToList();
        foreach (var run in _underWay.Where(run => wanted.Contains(run) && !unfinished.Contains(run)).ToList())
            _underWay.Remove(run);
        _underWay.UnionWith(unfinished);

        var found = await SideBySide.SelectAsync(wanted, ReadsAtATime, runs.FindAsync, cancellationToken);
        return [.. found.OfType<RunRecord>()];
    }

    /// <summary>Whether the run differs from what viewers were sent.</summary>
    public bool IsNew(string run, string json)
    {
        if (_told.GetValueOrDefault(run) == json)
            return false;
        if (_told.Count > 10 * Most)
            _told.Clear();
        _told[run] = json;
        return true;
    }

    public void Clear()
    {
        _told.Clear();
        _underWay.Clear();
        _newest = null;
    }

    /// <summary>Runs that began since the last look, even if they have ended already. The first look finds none.</summary>
    async Task<IReadOnlyList<string>> StartedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_newest is not { } before)
        {
            _newest = await LakeKeys.RunsByTime(LakeKeys.RunsByDay).NewestFirstAsync(lake, null, cancellationToken)
                .FirstOrDefaultAsync(cancellationToken) ?? LakeKeys.RunsOfDay(now);
            return [];
        }

        var started = new List<string>();
        foreach (var day in new[] { LakeKeys.RunsOfDay(now.AddMinutes(-5)), LakeKeys.RunsOfDay(now) }.Distinct())
        {
            await foreach (var entry in lake.ListAsync(new(day, After: before), cancellationToken))
            {
                started.Add(LakeKeys.RunOf(entry.Key));
                if (string.CompareOrdinal(entry.Key, _newest) > 0)
                    _newest = entry.Key;
            }
        }

        return started;
    }
}
