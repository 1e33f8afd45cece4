using System.Collections.Concurrent;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Runs.Views;

/// <summary>The first snapshot that contains a run's rows.</summary>
/// <param name="IsShown">False while readers are pinned to an older snapshot.</param>
public sealed record Visibility(string Snapshot, DateTimeOffset At, bool IsShown);

/// <summary>Finds since when readers see a run's rows.</summary>
public sealed class RunVisibility(IObjectStore lake)
{
    const int MostKept = 1_000;

    /// <summary>Snapshots read for one answer: usually the first contains the run.</summary>
    const int MostRead = 10;

    /// <summary>A refresh takes its id before it reads the manifests.</summary>
    static readonly TimeSpan s_before = TimeSpan.FromMinutes(1);

    readonly Snapshots _snapshots = new(lake);
    readonly DatasetManifests _manifests = new(lake);
    readonly PublishedRuns _published = new(lake);
    readonly ConcurrentDictionary<(string Run, int Attempt), (string Id, DateTimeOffset At)> _kept = new();

    /// <summary>Null while no snapshot contains the run's current attempt, or if its rows are no longer published.</summary>
    public async Task<Visibility?> SinceAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (!run.Published || run.Retired)
            return null;
        var published = await _manifests.ReadAsync(run.Dataset, run.Source.Key, cancellationToken);
        if (published.Find(run.Id) is not { } entry || await FirstAsync(run, entry, cancellationToken) is not { } first)
            return null;
        var pointer = await _snapshots.PointerAsync(cancellationToken);
        return new(first.Id, first.At, pointer is not null && string.CompareOrdinal(first.Id, pointer.Snapshot) <= 0);
    }

    async Task<(string Id, DateTimeOffset At)?> FirstAsync(RunRecord run, ManifestEntry entry, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue((run.Id, entry.Attempt), out var known))
            return known;
        var earliest = TimeId.Of(entry.PublishedAt - s_before);
        await foreach (var id in _snapshots.IdsFromAsync(earliest, cancellationToken).Take(MostRead))
        {
            if (await _snapshots.FindAsync(id, cancellationToken) is not { } snapshot
                || snapshot.Datasets.GetValueOrDefault(run.Dataset) is not { } version
                || await _published.FindAsync(run.Dataset, version, run.Source.Key, run.Id, cancellationToken) is not { } found
                || found.Attempt != entry.Attempt)
                continue;
            if (_kept.Count >= MostKept)
                _kept.Clear();
            return _kept[(run.Id, entry.Attempt)] = (snapshot.Id, snapshot.At);
        }

        return null;
    }
}
