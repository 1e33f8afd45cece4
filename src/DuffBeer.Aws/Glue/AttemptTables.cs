using System.Security.Cryptography;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Glue;

/// <summary>
/// One table per dataset, <c>&lt;dataset&gt;__parts</c>, over every attempt ever queried: statements name those that they read.
/// </summary>
/// <remarks>
/// Partitions are only added, so that a run that is then retired or replaced keeps its rows for readers of an older list of runs. People
/// read another table: <see cref="GlueTableCatalog"/>.
/// </remarks>
public sealed class AttemptTables(GlueTables tables, GluePartitions partitions, LakeLocation lake)
{
    /// <summary>The partition key that names a run's attempt.</summary>
    public const string Attempt = "run_attempt";

    const string Folder = "folder";

    static readonly TableColumn[] s_keys =
    [
        new(Attempt, LogicalType.String, "Run and attempt that wrote the parts"),
        new(Folder, LogicalType.String, "Distinguishes the folders of one attempt"),
    ];

    readonly Remembered<IReadOnlyList<Column>> _tables = new();
    readonly Remembered<HashSet<string>> _partitions = new();

    /// <summary>Makes sure that the table has the columns, and a partition for each folder of the parts.</summary>
    /// <returns>The table's name, and the values of <see cref="Attempt"/> that select these parts.</returns>
    public async Task<(string Table, IReadOnlyList<string> Attempts)> EnsureAsync(
        string relation, IReadOnlyList<TableColumn> columns, IReadOnlyList<string> parts, CancellationToken cancellationToken)
    {
        var name = $"{relation}__parts".ToLowerInvariant();
        var known = $"{name}|{string.Join('|', columns.Select(column => $"{column.Name} {column.Type}"))}";
        var stored = await _tables.GetAsync(known, running => tables.EnsureAsync(
            ParquetTable.Of(
                name,
                columns,
                s_keys,
                lake.OfFolder(LakeKeys.Table(relation)),
                $"Parts of {relation}, of every attempt",
                new Dictionary<string, string>()),
            mayMove: true, running), cancellationToken);

        var wanted = parts.Select(part => part[..part.LastIndexOf('/')]).Distinct().Select(Partition).ToList();
        var there = await _partitions.GetAsync(
            name, async running => [.. (await partitions.ListAsync(name, running)).Keys], cancellationToken);
        PartitionFolder[] missing;
        lock (there)
            missing = [.. wanted.Where(partition => !there.Contains(PartitionFolder.KeyOf(partition.Values)))];
        await partitions.CreateAsync(name, stored, missing, cancellationToken);
        lock (there)
            there.UnionWith(missing.Select(partition => PartitionFolder.KeyOf(partition.Values)));
        return (name, [.. wanted.Select(partition => partition.Values[0]).Distinct()]);
    }

    PartitionFolder Partition(string folder)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16];
        var attempt = LakeKeys.AttemptOf(folder + "/") is { } written ? $"{written.Run}.{written.Attempt}" : hash;
        return new([attempt, hash], lake.OfFolder(folder));
    }
}
