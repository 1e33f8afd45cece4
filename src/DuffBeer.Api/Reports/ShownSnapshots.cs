using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Api.Reports;

/// <summary>Caches the snapshot that readers see: the pointer is read at most once per <see cref="PointerAge"/>, a snapshot once.</summary>
/// <remarks>Swaps by other processes show after <see cref="PointerAge"/>; swaps by this process at once, by <see cref="Forget"/>.</remarks>
public sealed class ShownSnapshots(Snapshots snapshots, TimeProvider time)
{
    const int KeptSnapshots = 4;

    readonly Lock _lock = new();
    readonly LinkedList<Snapshot> _kept = [];
    (Snapshot? Snapshot, long At)? _current;

    /// <summary>Maximum age of the cached pointer.</summary>
    public static readonly TimeSpan PointerAge = TimeSpan.FromMilliseconds(100);

    public async ValueTask<Snapshot?> CurrentAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_current is { } known && time.GetElapsedTime(known.At) < PointerAge)
                return known.Snapshot;
        }

        var asked = time.GetTimestamp();
        var pointer = await snapshots.PointerAsync(cancellationToken);
        var snapshot = pointer is null ? null : await FindAsync(pointer.Snapshot, cancellationToken);
        lock (_lock)
            _current = (snapshot, asked);
        return snapshot;
    }

    /// <param name="id">Id or name.</param>
    /// <exception cref="Core.Failures.TerminalException"><c>NotFound</c>, or <c>Gone</c> if it has been deleted.</exception>
    public async ValueTask<Snapshot> GetAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) ?? await snapshots.GetAsync(id, cancellationToken);

    async ValueTask<Snapshot?> FindAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_kept.FirstOrDefault(snapshot => snapshot.Id == id) is { } kept)
                return kept;
        }

        if (await snapshots.FindAsync(id, cancellationToken) is not { } found)
            return null;
        lock (_lock)
        {
            // A name is looked up each time, because it may mean another snapshot by now.
            if (_kept.FirstOrDefault(snapshot => snapshot.Id == found.Id) is { } kept)
                return kept;
            _kept.AddFirst(found);
            if (_kept.Count > KeptSnapshots)
                _kept.RemoveLast();
        }

        return found;
    }

    /// <summary>Call this when the pointer has moved, or snapshots were deleted.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _current = null;
            _kept.Clear();
        }
    }
}
