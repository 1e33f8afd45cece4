using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Glue;

/// <summary>Names the current metadata of the Iceberg tables in the Glue Data Catalog, under the datasets' plain names.</summary>
/// <remarks>
/// One conditional UpdateTable moves the pointer, and it only moves forward. If its answer was lost, or another writer was faster, the
/// table is read again: what it names then decides. Tables that earlier versions of DuffBeer wrote under these names were Hive tables,
/// with a partition per run; they are replaced, and their files stay.
/// </remarks>
public sealed class GlueTablePointer(GlueTables tables) : ITablePointer
{
    const int MaxTries = 10;
    const int FirstPause = 50;

    /// <summary>The parameter by which a dataset's table is known as ours.</summary>
    const string Mark = "duffbeer.dataset";

    const string Metadata = "metadata_location";

    public async Task PointAsync(DatasetContract contract, OpenTable table, CancellationToken cancellationToken)
    {
        await tables.EnsureDatabaseAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryPointAsync(contract, table, cancellationToken);
                return;
            }
            catch (RunException failure) when (attempt < MaxTries && (GlueClient.IsThere(failure) || GlueClient.IsChanged(failure)))
            {
                await Pause.AfterAsync(Math.Min(attempt, 5), FirstPause, TimeProvider.System, cancellationToken);
            }
        }
    }

    async Task TryPointAsync(DatasetContract contract, OpenTable table, CancellationToken cancellationToken)
    {
        var found = await tables.FindAsync(table.Dataset, cancellationToken);
        if (found is not null && found.Parameters?.GetValueOrDefault(Mark) != table.Dataset)
            throw TableChange.Conflict(tables.Database, table.Dataset, $"it is not a table of DuffBeer's (it lacks the parameter {Mark})");
        if (found is not null && found.Parameters?.GetValueOrDefault("table_type") != "ICEBERG")
        {
            await tables.DeleteAsync(found.Name, cancellationToken);
            found = null;
        }

        if (found is null)
        {
            await tables.Client.CreateTableAsync(new(tables.Database, Input(contract, table, previous: null)), cancellationToken);
            return;
        }

        var shown = found.Parameters!.GetValueOrDefault(Metadata);
        if (shown == table.Metadata || (shown is not null && table.VersionOf(shown) >= table.Version))
            return;
        await tables.Client.UpdateTableAsync(
            new(tables.Database, Input(contract, table, shown), SkipArchive: true, found.VersionId), cancellationToken);
    }

    static TableInput Input(DatasetContract contract, OpenTable table, string? previous)
    {
        var parameters = new Dictionary<string, string>
        {
            ["EXTERNAL"] = "TRUE",
            ["table_type"] = "ICEBERG",
            [Metadata] = table.Metadata,
            [Mark] = table.Dataset,
            ["duffbeer.contract_version"] = contract.Version.ToString(CultureInfo.InvariantCulture),
            ["duffbeer.grain"] = contract.Grain,
        };
        if (previous is not null)
            parameters["previous_metadata_location"] = previous;
        return new()
        {
            Name = table.Dataset,
            Description = contract.Description.Length == 0 ? null : contract.Description,
            TableType = "EXTERNAL_TABLE",
            StorageDescriptor = new() { Columns = [.. table.Columns.Select(HiveTypes.ColumnOf)], Location = table.Location },
            Parameters = parameters,
        };
    }
}
