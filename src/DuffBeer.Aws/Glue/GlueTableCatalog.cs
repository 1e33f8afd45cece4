using System.Globalization;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows.Partitions;

namespace DuffBeer.Aws.Glue;

/// <summary>
/// The tables that people and tools find in the Glue Data Catalog: partitioned datasets, and models under their plain names.
/// </summary>
/// <remarks>
/// All are external Parquet tables, which Athena, Spark and Redshift Spectrum read alike. A model's plain name is re-pointed at another
/// version with one UpdateTable; statements under way keep the files of the version that they began with.
/// </remarks>
public sealed class GlueTableCatalog(CatalogTables tables) : ITableCatalog
{
    /// <summary>The parameter of a model's table, by which it is known as ours.</summary>
    const string ModelMark = "duffbeer.model";

    static readonly TableColumn s_run = new("run_id", LogicalType.String, "Run that ingested the row");

    public Task DeclareAsync(DatasetContract contract, CancellationToken cancellationToken) => EnsureAsync(contract, cancellationToken);

    /// <remarks>A partition holds one run's rows for one value of each partition column, in the published attempt's folder.</remarks>
    public async Task PublishAsync(
        DatasetContract contract, IReadOnlyList<string> parts, IReadOnlyList<string>? shown, CancellationToken cancellationToken)
    {
        var columns = await EnsureAsync(contract, cancellationToken);
        var wanted = PartitionsOf(parts);
        var there = shown is null ? await tables.Partitions.ListAsync(contract.Name, cancellationToken) : PartitionsOf(shown);

        await tables.Partitions.DeleteAsync(
            contract.Name,
            there.Where(partition => !wanted.ContainsKey(partition.Key)).Select(partition => partition.Value),
            cancellationToken);
        await tables.Partitions.MoveAsync(
            contract.Name, columns,
            wanted.Where(
                partition => there.TryGetValue(partition.Key, out var old)
                    && old.Location.TrimEnd('/') != partition.Value.Location.TrimEnd('/')).Select(partition => partition.Value),
            cancellationToken);
        await tables.Partitions.CreateAsync(
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
        var parameters = new Dictionary<string, string> { [ModelMark] = model };
        await tables.Tables.ReplaceAsync(
            ParquetTable.Of(
                model, columns, [], tables.Versions.LocationOf(parts), $"The version of {model} that readers see", parameters),
            ModelMark,
            cancellationToken);
    }

    public async Task RetireAsync(string newest, IReadOnlyCollection<IReadOnlyList<string>> kept, CancellationToken cancellationToken)
    {
        await tables.Versions.RetireAsync(newest, kept.Select(VersionTables.NameOf).OfType<string>().ToHashSet(), cancellationToken);
        await tables.Lists.RetireAsync(cancellationToken);
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
        return tables.Tables.EnsureAsync(
            ParquetTable.Of(
                contract.Name, contract.TableColumns.Where(column => !contract.PartitionBy.Contains(column.Name)), keys,
                tables.Lake.OfFolder(LakeKeys.Table(contract.Name)), contract.Description, parameters),
            mayMove: false, cancellationToken);
    }

    Dictionary<string, PartitionFolder> PartitionsOf(IReadOnlyList<string> parts) =>
        parts.Select(part => part[..part.LastIndexOf('/')]).Distinct().Select(PartitionOf)
            .ToDictionary(partition => PartitionFolder.KeyOf(partition.Values), StringComparer.Ordinal);

    PartitionFolder PartitionOf(string folder)
    {
        var attempt = LakeKeys.AttemptOf(folder + "/")
            ?? throw new ArgumentException($"{folder} is not the folder of an attempt.", nameof(folder));
        var values = attempt.PartitionPath.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..])
                .Select(encoded => PartitionPath.Decode(encoded) ?? PartitionPath.Null);
        return new([.. values, attempt.Run], tables.Lake.OfFolder(folder));
    }
}
