using System.Security.Cryptography;
using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Glue;

/// <summary>A relation's parts as one partition of a table, and its runs as one of another.</summary>
/// <param name="Id">The value of <see cref="ListTables.List"/> that selects the partitions.</param>
/// <param name="Runs">Null if the relation has no runs.</param>
public sealed record ListedRelation(string Id, string Parts, string? Runs);

/// <summary>
/// Two tables per relation over lists in the lake: in <c>&lt;relation&gt;__lists</c> a partition is the parts that a text file names, in
/// <c>&lt;relation&gt;__runs</c> it is the runs of those parts.
/// </summary>
/// <remarks>
/// A list's id is a hash of its content, so equal sets of runs share one list and a statement names the id, however many runs there are.
/// Athena reads exactly the listed parts: later publications and retirements change nothing for a statement.
/// </remarks>
public sealed class ListTables(
    GlueTables tables, GluePartitions partitions, LakeLocation lake, IObjectStore objects, IPartWriter writer, TimeProvider time)
{
    /// <summary>The partition key of both tables.</summary>
    public const string List = "list";

    /// <summary>Lists of a relation that stay, whatever their age.</summary>
    const int KeptLists = 3;

    /// <summary>How long a list is known to exist without a look.</summary>
    static readonly TimeSpan s_known = TimeSpan.FromMinutes(10);

    /// <summary>A list of this age is written again before it is used: longer than any statement takes.</summary>
    static readonly TimeSpan s_fresh = TimeSpan.FromHours(1);

    /// <summary>An older list may be removed: no statement can still use it.</summary>
    static readonly TimeSpan s_kept = TimeSpan.FromHours(3);

    static readonly TableColumn[] s_keys = [new(List, LogicalType.String, "Hash of the list")];
    static readonly TableColumn[] s_runs = [SystemColumns.Run, .. SystemColumns.OfRuns];

    readonly Remembered<IReadOnlyList<Column>> _tables = new();
    readonly Remembered<ListedRelation> _lists = new(s_known, time);

    /// <summary>Makes sure that the lists and their partitions exist.</summary>
    public Task<ListedRelation> EnsureAsync(Relation relation, CancellationToken cancellationToken)
    {
        IReadOnlyList<TableColumn> columns = relation.Runs is null || relation.Columns.Any(column => column.Name == SystemColumns.Run.Name)
            ? relation.Columns
            : [.. relation.Columns, SystemColumns.Run];
        var id = IdOf(relation, columns);
        return _lists.GetAsync($"{relation.Name}|{id}", async running =>
        {
            await WriteAsync(relation, id, running);
            var parts = TableOf(relation.Name);
            await RegisterAsync(
                ParquetTable.OfLists(
                    parts, columns, s_keys, lake.OfFolder(LakeKeys.Lists(relation.Name)), $"Parts of {relation.Name}, list by list"),
                id, LakeKeys.ListOfParts(relation.Name, id), running);
            if (relation.Runs is null)
                return new(id, parts, null);

            var runs = RunsOf(relation.Name);
            await RegisterAsync(
                ParquetTable.Of(
                    runs,
                    s_runs,
                    s_keys,
                    lake.OfFolder(LakeKeys.Lists(relation.Name)),
                    $"Runs of {relation.Name}, list by list",
                    new Dictionary<string, string>()),
                id, LakeKeys.ListOfRuns(relation.Name, id, writer.Extension), running);
            return new(id, parts, runs);
        }, cancellationToken);
    }

    /// <summary>Looks in the catalog again: tables may have been removed since.</summary>
    public void Forget()
    {
        _tables.Forget();
        _lists.Forget();
    }

    /// <summary>Removes lists that no statement uses any more: all but the latest of each relation, once they are old enough.</summary>
    public async Task RetireAsync(CancellationToken cancellationToken)
    {
        var found = await objects.ListAsync(LakeKeys.AllLists, cancellationToken)
            .Select(stat => (Stat: stat, List: LakeKeys.ListOf(stat.Key)))
            .Where(entry => entry.List is not null)
            .ToListAsync(cancellationToken);
        foreach (var relation in found.GroupBy(entry => entry.List!.Value.Relation))
        {
            var old = relation.GroupBy(entry => entry.List!.Value.Id)
                .OrderByDescending(list => list.Max(entry => entry.Stat.LastModified))
                .Skip(KeptLists)
                .Where(list => time.GetUtcNow() - list.Max(entry => entry.Stat.LastModified) > s_kept)
                .ToList();
            if (old.Count == 0)
                continue;

            string[][] values = [.. old.Select(list => (string[])[list.Key])];
            foreach (var table in (string[])[TableOf(relation.Key), RunsOf(relation.Key)])
                await partitions.DeleteAsync(table, values, cancellationToken);
            foreach (var (stat, _) in old.SelectMany(list => list))
                await objects.DeleteAsync(stat.Key, cancellationToken);
        }
    }

    static string TableOf(string relation) => $"{relation}__lists".ToLowerInvariant();

    static string RunsOf(string relation) => $"{relation}__runs".ToLowerInvariant();

    async Task RegisterAsync(TableInput table, string id, string file, CancellationToken cancellationToken)
    {
        var shape = string.Join('|', table.StorageDescriptor!.Columns!.Select(column => $"{column.Name} {column.Type}"));
        var columns = await _tables.GetAsync(
            $"{table.Name}|{shape}", running => tables.EnsureAsync(table, mayMove: true, running), cancellationToken);
        var described = table.StorageDescriptor with { Columns = columns, Location = lake.OfFolder(file[..file.LastIndexOf('/')]) };
        await partitions.CreateAsync(table.Name, [new([id], described)], cancellationToken);
    }

    // The list of parts is written last, so where it exists the runs do too.
    async Task WriteAsync(Relation relation, string id, CancellationToken cancellationToken)
    {
        var key = LakeKeys.ListOfParts(relation.Name, id);
        if (await objects.StatAsync(key, cancellationToken) is { } written && time.GetUtcNow() - written.LastModified < s_fresh)
            return;
        if (relation.Runs is { } listed)
        {
            var runs = await listed.InOrderAsync(cancellationToken);
            await WriteAsync(LakeKeys.ListOfRuns(relation.Name, id, writer.Extension), to => RunsAsync(to, runs, cancellationToken));
        }

        await WriteAsync(key, async to => await to.WriteAsync(
            Encoding.UTF8.GetBytes(string.Concat(relation.Parts.Distinct().Select(part => $"{lake.Of(part)}\n"))), cancellationToken));

        async Task WriteAsync(string to, Func<Stream, Task> write)
        {
            await using var upload = await objects.CreateAsync(to, WriteCondition.None, cancellationToken);
            await write(upload.Body);
            await upload.CommitAsync(cancellationToken);
        }
    }

    /// <param name="runs">In their order.</param>
    async Task RunsAsync(Stream to, IReadOnlyList<RelationRun> runs, CancellationToken cancellationToken)
    {
        var part = writer.Begin(to, s_runs);
        using var batch = new ColumnBatch(s_runs);
        foreach (var (order, run) in runs.Index())
            batch.Append([run.RunId, run.SourceTime.UtcDateTime, run.SourceKey, order]);
        await part.WriteAsync(batch, cancellationToken);
        await part.CompleteAsync(cancellationToken);
    }

    // Part of it are the columns, because a partition keeps those of its table at the time of its creation.
    static string IdOf(Relation relation, IReadOnlyList<TableColumn> columns)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var column in columns)
            Add($"{column.Name} {column.Type}");
        foreach (var part in relation.Parts)
            Add(part);
        if (relation.Runs is { } runs)
            Add(runs.Id);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];

        void Add(string line) => hash.AppendData(Encoding.UTF8.GetBytes($"{line}\n"));
    }
}
