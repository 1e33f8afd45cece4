using System.Security.Cryptography;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Iceberg.Metadata;

namespace DuffBeer.Iceberg;

/// <summary>Iceberg tables (format version 2) over the parts of a lake, one per dataset, under <c>iceberg/&lt;dataset&gt;</c>.</summary>
/// <param name="locationOf">The absolute URI of a key of the lake.</param>
/// <param name="pointer">Follows each commit; null where the lake itself is all that readers need.</param>
public sealed class IcebergTables(
    IObjectStore lake, DatasetCatalog datasets, Func<string, string> locationOf, ITablePointer? pointer, TimeProvider time) : IOpenTables
{
    const int MostTries = 50;
    const int FirstPause = 10;

    /// <summary>The key of the lake's root, as locations begin with it.</summary>
    string Root => locationOf("");

    public async Task<FileList?> ListAsync(
        string dataset, string run, int attempt, IReadOnlyList<Part> parts, CancellationToken cancellationToken)
    {
        if (parts.Count == 0)
            return new("", Root, 0, 0, 0, PartitionSpec.None.SpecId, []);
        var versions = datasets.VersionsOf(dataset);
        if (versions.Count == 0)
            return null;
        var (file, spec, ranges) = Manifest.Of(TableSchema.Of(versions), versions[^1].TableColumns, parts, locationOf);
        var (key, bytes) = await Store(dataset).WriteAsync(
            $"{LakeKeys.FileLists(dataset, run, attempt)}files", file, cancellationToken);
        return new(key, Root, bytes, parts.Count, parts.Sum(part => part.Rows), spec.SpecId, ranges);
    }

    public async Task FollowAsync(string dataset, IPublication publication, CancellationToken cancellationToken)
    {
        var store = Store(dataset);
        var versions = datasets.VersionsOf(dataset);
        if (versions.Count == 0)
            return;
        await CommitAsync(
            store,
            versions,
            async change =>
            {
                var published = await publication.ReadAsync(cancellationToken);
                return await change.MakeAsync(
                    published,
                    publication,
                    attempt => FilesAsync(store, publication, attempt, cancellationToken),
                    cancellationToken);
            },
            cancellationToken);
    }

    public async Task<OpenTableUse?> UseAsync(
        string dataset, DateTimeOffset since, IReadOnlyCollection<DateTimeOffset> kept, bool withExpired,
        CancellationToken cancellationToken)
    {
        var store = Store(dataset);
        return await store.FindAsync(cancellationToken) is { } found
            ? await new TableUse(store, found).FindAsync(since, kept, withExpired, cancellationToken)
            : null;
    }

    public async Task ForgetAsync(string dataset, IReadOnlyCollection<long> snapshots, CancellationToken cancellationToken)
    {
        var store = Store(dataset);
        if (await store.FindAsync(cancellationToken) is not null)
            await CommitAsync(
                store, datasets.VersionsOf(dataset), change => Task.FromResult(change.Without(snapshots)), cancellationToken);
    }

    /// <summary>Commits the next version of a table, and lets the hint and the catalog follow.</summary>
    /// <param name="makeAsync">Returns null if nothing changes. Called again if another writer was faster.</param>
    async Task CommitAsync(
        TableStore store, IReadOnlyList<DatasetContract> versions, Func<TableCommit, Task<TableVersion?>> makeAsync,
        CancellationToken cancellationToken)
    {
        for (var tries = 1; tries <= MostTries; tries++)
        {
            // The table first: if the manifest changes after it is read here, its writer follows, too.
            var found = await store.FindAsync(cancellationToken);
            if (found is not null && found.Metadata.Location != store.Location)
                throw Moved(store.Dataset, found.Metadata.Location, store.Location);
            var change = new TableCommit(store, versions, found, time);
            var next = await makeAsync(change);
            if (next is not null && !await store.CommitAsync(next, cancellationToken))
            {
                await change.DiscardAsync(next, cancellationToken);
                await Pause.AfterAsync(Math.Min(tries, 5), FirstPause, time, cancellationToken);
                continue;
            }

            var shown = next ?? found!;
            await store.ShowAsync(shown, cancellationToken);
            if (pointer is not null && versions.Count > 0)
                await PointAsync(pointer, store, versions[^1], shown, cancellationToken);
            // Each names all snapshots, so without this a day of many publications would fill the lake with them.
            if (next is not null)
                await store.DropAsync(next, cancellationToken);
            return;
        }

        throw new TransientException(
            ProblemCode.StoreUnavailable,
            $"The table of {store.Dataset} was changed by other writers before each of {MostTries} commits. The next publication follows "
                + "again.");
    }

    public async Task<string?> MoveAsync(string dataset, CancellationToken cancellationToken)
    {
        var store = Store(dataset);
        if (await store.FindAsync(cancellationToken) is not { } found || found.Metadata.Location == store.Location)
            return null;
        var moved = await new MovedTable(store, found, Root).MakeAsync(cancellationToken);
        // If another writer was faster, it has moved the table.
        if (await store.CommitAsync(moved, cancellationToken))
            await store.ShowAsync(moved, cancellationToken);
        return found.Metadata.Location;
    }

    /// <summary>Random, and small enough for readers that keep numbers as doubles.</summary>
    internal static long NewSnapshotId() =>
        RandomNumberGenerator.GetInt32(1, 1 << 21) * (1L << 31) + RandomNumberGenerator.GetInt32(int.MaxValue);

    TableStore Store(string dataset) => new(lake, dataset, locationOf, time);

    /// <summary>The list of an attempt's files, with paths of this lake. One that is missing is written again, without bounds.</summary>
    async Task<FileList> FilesAsync(
        TableStore store, IPublication publication, PublishedAttempt attempt, CancellationToken cancellationToken)
    {
        var files = await publication.FilesAsync(attempt, cancellationToken);
        if (files is null || (files.Files > 0 && await lake.StatAsync(files.Key, cancellationToken) is null))
        {
            var parts = await publication.PartsAsync(attempt, cancellationToken);
            return (await ListAsync(store.Dataset, attempt.Run, attempt.Attempt, parts, cancellationToken))!;
        }

        return files.Files == 0 || files.Lake == Root ? files : await MovedTable.MoveAsync(store, files, Root, cancellationToken);
    }

    static Task PointAsync(
        ITablePointer pointer, TableStore store, DatasetContract contract, TableVersion version, CancellationToken cancellationToken)
    {
        var columns = contract.TableColumns.ToDictionary(column => column.FieldId);
        var shown = version.Metadata.Schema.Fields.Where(field => columns.ContainsKey(field.Id)).Select(field => columns[field.Id]);
        return pointer.PointAsync(
            contract,
            new(store.Dataset, version.Number, store.Location, store.MetadataOf(version.Number), [.. shown]),
            cancellationToken);
    }

    static TerminalException Moved(string dataset, string from, string to) => new(
        ProblemCode.Conflict,
        $"The Iceberg table of {dataset} was written for {from}, but is at {to} now. 'duffbeer catalog repair' writes its paths again.");
}
