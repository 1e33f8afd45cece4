using System.Globalization;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows.Partitions;

namespace DuffBeer.Aws.Glue;

/// <summary>
/// The tables that people and tools find in the Glue Data Catalog: partitioned datasets, and models under their plain names.
/// </summary>
public sealed class GlueTableCatalog(
    GlueTables tables, GluePartitions partitions, VersionTables versions, LakeLocation lake) : ITableCatalog
{
    static readonly TableColumn s_run = new("run_id", LogicalType.String, "Run that ingested the row");

    public Task DeclareAsync(DatasetContract contract, CancellationToken cancellationToken) => EnsureAsync(contract, cancellationToken);

    /// <remarks>A partition holds one run's rows for one value of each partition column, in the published attempt's folder.</remarks>
    public async Task PublishAsync(DatasetContract contract, IReadOnlyList<string> parts, CancellationToken cancellationToken)
    {
        var columns = await EnsureAsync(contract, cancellationToken);
        var wanted = parts.Select(part => part[..part.LastIndexOf('/')]).Distinct().Select(PartitionOf)
            .ToDictionary(partition => PartitionFolder.KeyOf(partition.Values), StringComparer.Ordinal);
        var there = await partitions.ListAsync(contract.Name, cancellationToken);

        await partitions.DeleteAsync(
            contract.Name,
            there.Where(partition => !wanted.ContainsKey(partition.Key)).Select(partition => partition.Value),
            cancellationToken);
        await partitions.MoveAsync(
            contract.Name, columns,
            wanted.Where(
                partition => there.TryGetValue(partition.Key, out var old)
                    && old.Location.TrimEnd('/') != partition.Value.Location.TrimEnd('/')).Select(partition => partition.Value),
            cancellationToken);
        await partitions.CreateAsync(
            contract.Name,
            columns,
            wanted.Where(partition => !there.ContainsKey(partition.Key)).Select(partition => partition.Value),
            cancellationToken);
    }

    public async Task PointAsync(
        string model, IReadOnlyList<TableColumn> columns, IReadOnlyList<string> parts, CancellationToken cancellationToken)
    {
        if (VersionTables.NameOf(parts) is null)
            throw new ArgumentException($"The parts of {model} belong to more than one version.", nameof(parts));
        var version = await versions.EnsureAsync(columns, parts, $"A version of {model}", cancellationToken);
        await tables.PointAsync(
            PrestoView.Of(tables.Database, model, columns, PrestoView.Select(tables.Database, version, columns)), cancellationToken);
    }

    Task<IReadOnlyList<Column>> EnsureAsync(DatasetContract contract, CancellationToken cancellationToken)
    {
        var stored = contract.TableColumns.ToDictionary(column => column.Name);
        var keys = contract.PartitionBy.Select(name => stored[name]).Append(s_run);
        var parameters = new Dictionary<string, string>
        {
            ["duffbeer.dataset"] = contract.Name,
            ["duffbeer.contract_version"] = contract.Version.ToString(CultureInfo.InvariantCulture),
            ["duffbeer.grain"] = contract.Grain,
        };
        return tables.EnsureAsync(
            ParquetTable.Of(
                contract.Name, contract.TableColumns.Where(column => !contract.PartitionBy.Contains(column.Name)), keys,
                lake.OfFolder(LakeKeys.Table(contract.Name)), contract.Description, parameters),
            mayMove: false, cancellationToken);
    }

    PartitionFolder PartitionOf(string folder)
    {
        var attempt = LakeKeys.AttemptOf(folder + "/")
            ?? throw new ArgumentException($"{folder} is not the folder of an attempt.", nameof(folder));
        var values = attempt.PartitionPath.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..])
                .Select(encoded => PartitionPath.Decode(encoded) ?? PartitionPath.Null);
        return new([.. values, attempt.Run], lake.OfFolder(folder));
    }
}
