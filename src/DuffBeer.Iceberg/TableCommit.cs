using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Iceberg.Metadata;

namespace DuffBeer.Iceberg;

/// <summary>The version of a table that follows from what is published.</summary>
/// <param name="versions">All versions of the dataset's contract.</param>
/// <param name="found">The newest version; null if there is no table.</param>
sealed class TableCommit(TableStore store, IReadOnlyList<DatasetContract> versions, TableVersion? found, TimeProvider time)
{
    const int ReadsAtATime = 16;
    const string Main = "main";

    /// <summary>Null if the table shows it already.</summary>
    /// <param name="files">What to show.</param>
    /// <param name="publication">Has its lists of attempts, of which those are read that the table does not know.</param>
    /// <param name="filesOf">The list of an attempt's files, called for those that the table lacks.</param>
    public async Task<TableVersion?> MakeAsync(
        PublishedFiles files,
        IPublication publication,
        Func<PublishedAttempt, Task<FileList>> filesOf,
        CancellationToken cancellationToken)
    {
        var (now, described) = (Now(), Described());
        if (described.Current is { } shown && shown.Summary.GetValueOrDefault(SnapshotSummary.Attempts) == files.Files)
            return Version(described, now);

        var before = await store.ListAsync(described.Current, cancellationToken);
        var changed = await new PublishedChange(publication, before).FindAsync(files, cancellationToken);
        if (described.Current is null && changed.Read.Count == 0)
            return Version(described, now);
        var kept = before.Manifests.Where(manifest => manifest.Attempt is { } attempt && changed.Keeps(attempt)).ToList();
        var listed = kept.Select(manifest => manifest.Attempt!.Value).ToHashSet();
        var snapshot = new TableSnapshot(
            IcebergTables.NewSnapshotId(), described.Current?.SnapshotId, described.LastSequenceNumber + 1, now, "",
            new Dictionary<string, string>(), described.CurrentSchemaId);
        var added = new List<ListedManifest>();
        foreach (var list in await FilesAsync([.. changed.Read.Where(attempt => !listed.Contains(attempt))], filesOf, cancellationToken))
        {
            added.Add(new(
                store.Uri(list.Key), list.Bytes, list.Spec, snapshot.SequenceNumber, snapshot.SnapshotId, list.Files, list.Rows,
                list.Partitions));
            // The contract may have been partitioned otherwise, without a version that says so.
            if (described.PartitionSpecs.All(spec => spec.SpecId != list.Spec))
                described = WithSpec(described, await store.SpecAsync(list.Key, cancellationToken));
        }

        snapshot = snapshot with { Summary = SnapshotSummary.Of(files, described.Current, before.Manifests, kept, added) };
        // The new ones first, as other writers do.
        var manifests = new ManifestList([.. added, .. kept], files.Lists);
        var (key, _) = await store.WriteAsync(store.SnapshotPrefix(snapshot), manifests.ToFile(snapshot), cancellationToken);
        return Version(Shown(described, snapshot with { ManifestList = store.Uri(key) }), now);
    }

    /// <summary>The table without these snapshots, but with the current one; null if it has none of them.</summary>
    public TableVersion? Without(IReadOnlyCollection<long> snapshots)
    {
        var table = found!.Metadata;
        var gone = table.Snapshots.Where(snapshot => snapshots.Contains(snapshot.SnapshotId))
            .Select(snapshot => snapshot.SnapshotId)
            .Where(id => id != table.CurrentSnapshotId)
            .ToHashSet();
        if (gone.Count == 0)
            return null;
        // The log has no gaps: it begins behind the last snapshot that is gone.
        var log = table.SnapshotLog.Reverse().TakeWhile(entry => !gone.Contains(entry.SnapshotId)).Reverse();
        return Version(
            table with
            {
                Snapshots = [.. table.Snapshots.Where(snapshot => !gone.Contains(snapshot.SnapshotId))], SnapshotLog = [.. log],
            },
            Now());
    }

    /// <summary>Later than the version found, even if the clock went back.</summary>
    long Now() => Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), (found?.Metadata.LastUpdatedMs ?? -1) + 1);

    /// <summary>The lists of attempts that have files: one, or all at once in a lake of an earlier version.</summary>
    static async Task<IEnumerable<FileList>> FilesAsync(
        IReadOnlyList<PublishedAttempt> attempts, Func<PublishedAttempt, Task<FileList>> filesOf, CancellationToken cancellationToken)
    {
        var lists = await SideBySide.SelectAsync(attempts, ReadsAtATime, (attempt, _) => filesOf(attempt), cancellationToken);
        return lists.Where(files => files.Files > 0);
    }

    /// <summary>Deletes what a version that was not committed wrote.</summary>
    public async Task DiscardAsync(TableVersion version, CancellationToken cancellationToken)
    {
        if (version.Metadata.Current is { } snapshot && snapshot.SnapshotId != found?.Metadata.CurrentSnapshotId)
            await store.DeleteAsync(store.KeyOf(snapshot.ManifestList), cancellationToken);
    }

    /// <summary>The next version if it differs from the one found.</summary>
    TableVersion? Version(TableMetadata metadata, long now)
    {
        if (found is null)
            return new(1, metadata with { LastUpdatedMs = now });
        var before = new MetadataLogEntry(store.MetadataOf(found.Number), found.Metadata.LastUpdatedMs);
        return ReferenceEquals(metadata, found.Metadata) ? null : new(found.Number + 1, metadata with
        {
            LastUpdatedMs = now,
            MetadataLog = [.. found.Metadata.MetadataLog.TakeLast(TableMetadata.MostLogged - 1), before],
        });
    }

    static TableMetadata Shown(TableMetadata table, TableSnapshot snapshot) => table with
    {
        LastSequenceNumber = snapshot.SequenceNumber,
        CurrentSnapshotId = snapshot.SnapshotId,
        Snapshots = [.. table.Snapshots, snapshot],
        SnapshotLog = [.. table.SnapshotLog, new(snapshot.SnapshotId, snapshot.TimestampMs)],
        Refs = new Dictionary<string, SnapshotRef>(table.Refs) { [Main] = new(snapshot.SnapshotId, "branch") },
    };

    /// <summary>The table as the contract describes it now; the same instance if nothing changed.</summary>
    /// <exception cref="TerminalException"><c>Conflict</c>: files that the table has cannot be read by the contract.</exception>
    TableMetadata Described()
    {
        var newest = versions[^1];
        var columns = newest.TableColumns;
        var spec = PartitionSpec.Of([.. newest.PartitionBy.Select(name => columns.First(column => column.Name == name))]);
        if (found is null)
        {
            var first = TableSchema.Of(versions);
            return With(
                new() { TableUuid = Guid.NewGuid().ToString(), Location = store.Location },
                first, [first], spec, [PartitionSpec.None, spec]);
        }

        var table = found.Metadata;
        var partitioned = table.PartitionSpecs.SelectMany(known => known.Fields).Select(field => field.SourceId).ToHashSet();
        var schema = TableSchema.Of(versions, table.Snapshots.Count == 0 ? null : table.Schema, partitioned);
        if (table.Snapshots.Count > 0 && schema.Contradiction(table.Schema) is { } contradiction)
            throw new TerminalException(
                ProblemCode.Conflict,
                $"The Iceberg table of {newest.Name} cannot follow: {contradiction}. Give the column another name, in a new version.");
        var described = With(table, schema, [.. table.Schemas, schema], spec, [.. table.PartitionSpecs, .. Specs(), spec]);
        return IsSame(table, described) ? table : described;
    }

    /// <summary>How files of every version of the contract are partitioned.</summary>
    IEnumerable<PartitionSpec> Specs()
    {
        var columns = versions[^1].TableColumns;
        return versions.Select(version => PartitionSpec.Of(
            [.. version.PartitionBy.Select(name => columns.First(column => column.Name == name))]));
    }

    TableMetadata With(
        TableMetadata table, TableSchema schema, IEnumerable<TableSchema> schemas, PartitionSpec spec, IEnumerable<PartitionSpec> specs)
    {
        var newest = versions[^1];
        IReadOnlyList<TableSchema> all = [.. schemas.DistinctBy(known => known.SchemaId)];
        return WithSpecs(table, specs.Concat(Specs())) with
        {
            Schemas = all,
            CurrentSchemaId = schema.SchemaId,
            LastColumnId = all.SelectMany(known => known.Fields).Max(field => field.Id),
            DefaultSpecId = spec.SpecId,
            Properties = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["comment"] = newest.Description,
                ["duffbeer.contract-version"] = newest.Version.ToString(CultureInfo.InvariantCulture),
                ["duffbeer.dataset"] = newest.Name,
                // Tools that expire snapshots or remove orphans leave the files alone: models and other snapshots read them too.
                ["gc.enabled"] = "false",
                ["schema.name-mapping.default"] = schema.NameMapping(),
                ["write.format.default"] = "parquet",
            },
        };
    }

    static TableMetadata WithSpec(TableMetadata table, PartitionSpec spec) => WithSpecs(table, table.PartitionSpecs.Append(spec));

    static TableMetadata WithSpecs(TableMetadata table, IEnumerable<PartitionSpec> specs)
    {
        IReadOnlyList<PartitionSpec> all = [.. specs.DistinctBy(known => known.SpecId)];
        return table with
        {
            PartitionSpecs = all,
            LastPartitionId = all.SelectMany(known => known.Fields).Select(field => field.FieldId)
                .DefaultIfEmpty(PartitionSpec.LastFieldOfNone).Max(),
        };
    }

    static bool IsSame(TableMetadata table, TableMetadata described) =>
        table.CurrentSchemaId == described.CurrentSchemaId
        && table.DefaultSpecId == described.DefaultSpecId
        && table.PartitionSpecs.Count == described.PartitionSpecs.Count
        && table.Properties.Count == described.Properties.Count
        && table.Properties.All(property => described.Properties.GetValueOrDefault(property.Key) == property.Value);
}
