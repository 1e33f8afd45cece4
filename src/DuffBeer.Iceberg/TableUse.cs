using DuffBeer.Core.Ports;
using DuffBeer.Iceberg.Metadata;

namespace DuffBeer.Iceberg;

/// <summary>Tells which snapshots of a table may go, and what the others name.</summary>
/// <remarks>
/// The list of files is not read of each snapshot that stays: together they show what the current one shows, and what was removed since
/// the first of them. Single older ones are read.
/// </remarks>
sealed class TableUse(TableStore store, TableVersion table)
{
    readonly HashSet<PublishedAttempt> _attempts = [];
    readonly HashSet<string> _runs = new(StringComparer.Ordinal);

    /// <inheritdoc cref="IOpenTables.UseAsync"/>
    public async Task<OpenTableUse> FindAsync(
        DateTimeOffset since, IReadOnlyCollection<DateTimeOffset> kept, bool withExpired, CancellationToken cancellationToken)
    {
        var snapshots = table.Metadata.Snapshots;
        var first = Enumerable.Range(0, snapshots.Count)
            .FirstOrDefault(index => index == snapshots.Count - 1 || TimeOf(snapshots[index + 1]) >= since);
        var named = kept.Select(time => snapshots.LastOrDefault(snapshot => TimeOf(snapshot) <= time))
            .Append(table.Metadata.Current)
            .OfType<TableSnapshot>()
            .Select(snapshot => snapshot.SnapshotId)
            .ToHashSet();
        var old = snapshots.Take(first).ToLookup(snapshot => named.Contains(snapshot.SnapshotId));
        var expired = old[false].Select(snapshot => snapshot.SnapshotId).ToList();

        await AddAsync(table.Metadata.Current, cancellationToken);
        foreach (var (before, snapshot) in snapshots.Skip(first).Zip(snapshots.Skip(first + 1)))
            await AddRemovedAsync(before, snapshot, cancellationToken);
        foreach (var snapshot in withExpired ? snapshots.Take(first) : old[true])
            await AddAsync(snapshot, cancellationToken);
        return new(expired, Files(withExpired ? [] : expired), [.. _attempts], _runs);
    }

    async Task AddRemovedAsync(TableSnapshot before, TableSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (SnapshotSummary.RemovedFrom(snapshot) is { } runs)
            _runs.UnionWith(runs);
        else
            await AddAsync(before, cancellationToken);
    }

    async Task AddAsync(TableSnapshot? snapshot, CancellationToken cancellationToken)
    {
        foreach (var manifest in (await store.ListAsync(snapshot, cancellationToken)).Manifests)
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
