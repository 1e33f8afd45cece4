using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>The snapshots of a lake, and the pointer to the one that readers see.</summary>
public sealed class Snapshots(IObjectStore lake)
{
    public async Task<SnapshotPointer?> PointerAsync(CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.CurrentSnapshot, SnapshotJson.Default.SnapshotPointer, cancellationToken))?.Value;

    /// <summary>The snapshot that readers see.</summary>
    public async Task<Snapshot?> CurrentAsync(CancellationToken cancellationToken) =>
        await PointerAsync(cancellationToken) is { } pointer ? await FindAsync(pointer.Snapshot, cancellationToken) : null;

    /// <summary>The snapshot built last: what the next one goes on from, also while readers are held at an older one.</summary>
    public async Task<Snapshot?> NewestAsync(CancellationToken cancellationToken) =>
        await PointerAsync(cancellationToken) is { } pointer ? await FindAsync(pointer.Newest, cancellationToken) : null;

    public async Task<Snapshot?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.Snapshot(id), SnapshotJson.Default.Snapshot, cancellationToken))?.Value is { } found && found.Id == id ? found : null;

    /// <summary>Ids of the snapshots, the newest first.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(CancellationToken cancellationToken)
    {
        var newest = (await PointerAsync(cancellationToken))?.Newest;
        var ids = await lake.ListAsync(LakeKeys.Snapshots, cancellationToken).Select(stat => LakeKeys.SnapshotOf(stat.Key)).OfType<string>().ToListAsync(cancellationToken);
        // One that is newer than the newest is being written by a refresh that may still be cut off.
        return [.. ids.Where(id => string.CompareOrdinal(id, newest) <= 0).OrderDescending(StringComparer.Ordinal)];
    }

    /// <summary>Shows an older snapshot and holds readers there: refreshes build, but show nothing until <see cref="UnpinAsync"/>.</summary>
    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task<SnapshotPointer> PinAsync(string id, CancellationToken cancellationToken)
    {
        var snapshot = await FindAsync(id, cancellationToken)
            ?? throw new TerminalException(ProblemCode.NotFound, $"There is no snapshot '{id}'. 'duffbeer snapshots' lists those that are.");
        return (await MoveAsync(pointer => new(snapshot.Id, snapshot.At) { Pinned = true, Built = pointer?.Newest }, cancellationToken))!;
    }

    /// <summary>Shows the snapshot built last, and every one from now on. Null where there never was one.</summary>
    public async Task<SnapshotPointer?> UnpinAsync(CancellationToken cancellationToken)
    {
        if (await NewestAsync(cancellationToken) is not { } newest)
            return null;
        return await MoveAsync(pointer => pointer!.Newest == newest.Id ? new(newest.Id, newest.At) : null, cancellationToken);
    }

    /// <summary>Writes the snapshot, then moves the pointer to it: one conditional write, after which readers see it whole. False where they are held at another.</summary>
    internal async Task<bool> ShowAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        await lake.WriteAsync(LakeKeys.Snapshot(snapshot.Id), snapshot, SnapshotJson.Default.Snapshot, WriteCondition.None, cancellationToken);
        // Ids rise with time. The pointer is ours when an earlier try's acknowledgement was lost, and another's when a later refresh won.
        var shown = await MoveAsync(
            pointer => pointer is not null && string.CompareOrdinal(pointer.Newest, snapshot.Id) >= 0 ? null
                : pointer is { Pinned: true } ? pointer with { Built = snapshot.Id }
                : new(snapshot.Id, snapshot.At),
            cancellationToken);
        return shown is not { Pinned: true };
    }

    /// <summary>Replaces the pointer as <paramref name="next"/> says, null for not at all, and returns the one that holds then.</summary>
    async Task<SnapshotPointer?> MoveAsync(Func<SnapshotPointer?, SnapshotPointer?> next, CancellationToken cancellationToken)
    {
        while (true)
        {
            var current = await lake.ReadAsync(LakeKeys.CurrentSnapshot, SnapshotJson.Default.SnapshotPointer, cancellationToken);
            if (next(current?.Value) is not { } pointer)
                return current?.Value;
            var condition = current is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(current.ETag);
            if (await lake.WriteAsync(LakeKeys.CurrentSnapshot, pointer, SnapshotJson.Default.SnapshotPointer, condition, cancellationToken))
                return pointer;
        }
    }
}
