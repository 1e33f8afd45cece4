using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs;

/// <summary>The snapshots of a lake, and the pointer to the one that readers see.</summary>
public sealed class Snapshots(IObjectStore lake)
{
    public async Task<Snapshot?> CurrentAsync(CancellationToken cancellationToken)
    {
        var pointer = await lake.ReadAsync(LakeKeys.CurrentSnapshot, SnapshotJson.Default.SnapshotPointer, cancellationToken);
        return pointer is null ? null : await FindAsync(pointer.Value.Snapshot, cancellationToken);
    }

    public async Task<Snapshot?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.Snapshot(id), SnapshotJson.Default.Snapshot, cancellationToken))?.Value is { } found && found.Id == id ? found : null;

    /// <summary>Writes the snapshot, then moves the pointer to it: one conditional write, after which readers see it whole.</summary>
    internal async Task ShowAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        await lake.WriteAsync(LakeKeys.Snapshot(snapshot.Id), snapshot, SnapshotJson.Default.Snapshot, WriteCondition.None, cancellationToken);
        while (true)
        {
            var current = await lake.ReadAsync(LakeKeys.CurrentSnapshot, SnapshotJson.Default.SnapshotPointer, cancellationToken);
            // Ids rise with time. The pointer is ours when an earlier try's acknowledgement was lost, and another's when a later refresh won.
            if (current is not null && string.CompareOrdinal(current.Value.Snapshot, snapshot.Id) >= 0)
                return;
            var condition = current is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(current.ETag);
            var pointer = new SnapshotPointer(snapshot.Id, snapshot.At);
            if (await lake.WriteAsync(LakeKeys.CurrentSnapshot, pointer, SnapshotJson.Default.SnapshotPointer, condition, cancellationToken))
                return;
        }
    }
}
