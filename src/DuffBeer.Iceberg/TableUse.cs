using DuffBeer.Core.Ports;
using DuffBeer.Iceberg.Metadata;

namespace DuffBeer.Iceberg;

/// <summary>Tells which snapshots of a table may go, and what the others name.</summary>
/// <remarks>
/// No list of files is read, however many snapshots stay: what they show is what the current one shows, and what was removed since.
/// Older ones that stay, because a snapshot of the models has the same runs, show what the caller knows.
/// </remarks>
sealed class TableUse(TableStore store, TableVersion table)
{
    readonly HashSet<PublishedAttempt> _attempts = [];
    readonly HashSet<string> _runs = new(StringComparer.Ordinal);

    /// <inheritdoc cref="IOpenTables.UseAsync"/>
    public async Task<OpenTableUse> FindAsync(
        DateTimeOffset since, IReadOnlyCollection<string> kept, CancellationToken cancellationToken)
    {
        var snapshots = table.Metadata.Snapshots;
        var first = Enumerable.Range(0, snapshots.Count)
            .FirstOrDefault(index => index == snapshots.Count - 1 || TimeOf(snapshots[index + 1]) >= since);
        var expired = snapshots.Take(first)
            .Where(snapshot => !kept.Contains(snapshot.Summary.GetValueOrDefault(SnapshotSummary.Attempts, ""))
                && snapshot.SnapshotId != table.Metadata.CurrentSnapshotId)
            .Select(snapshot => snapshot.SnapshotId)
            .ToList();

        await AddAsync(table.Metadata.Current, cancellationToken);
        foreach (var (before, snapshot) in snapshots.Skip(first).Zip(snapshots.Skip(first + 1)))
            await AddRemovedAsync(before, snapshot, cancellationToken);
        // A table of an earlier version may have snapshots that nobody else knows.
        var unknown = snapshots.Take(first).Where(snapshot => !IsKnown(snapshot, kept) && !expired.Contains(snapshot.SnapshotId));
        foreach (var snapshot in unknown)
            await AddAsync(snapshot, cancellationToken);
        return new(expired, Files(expired), [.. _attempts], _runs);
    }

    static bool IsKnown(TableSnapshot snapshot, IReadOnlyCollection<string> kept) =>
        snapshot.Summary.TryGetValue(SnapshotSummary.Attempts, out var attempts) && kept.Contains(attempts);

    async Task AddRemovedAsync(TableSnapshot before, TableSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (SnapshotSummary.RemovedFrom(snapshot) is { } runs)
            _runs.UnionWith(runs);
        else
            await AddAsync(before, cancellationToken);
    }

    async Task AddAsync(TableSnapshot? snapshot, CancellationToken cancellationToken)
    {
        foreach (var manifest in await store.ManifestsAsync(snapshot, cancellationToken))
        {
            if (manifest.Attempt is { } attempt)
                _attempts.Add(attempt);
        }
    }

    HashSet<string> Files(List<long> expired)
    {
        var metadata = table.Metadata;
        HashSet<string> files = new(
            metadata.MetadataLog.Select(entry => store.KeyOf(entry.MetadataFile))
                .Append(store.KeyOf(store.MetadataOf(table.Number)))
                .Append(store.Hint),
            StringComparer.Ordinal);
        files.UnionWith(
            metadata.Snapshots.Where(snapshot => !expired.Contains(snapshot.SnapshotId))
                .Select(snapshot => store.KeyOf(snapshot.ManifestList)));
        return files;
    }

    static DateTimeOffset TimeOf(TableSnapshot snapshot) => DateTimeOffset.FromUnixTimeMilliseconds(snapshot.TimestampMs);
}
