using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Glue;

/// <summary>The tables of models that people and tools find in the Glue Data Catalog under their plain names.</summary>
/// <remarks>
/// All are external Parquet tables, which Athena, Spark and Redshift Spectrum read alike. A model's plain name is re-pointed at another
/// version with one UpdateTable; statements under way keep the files of the version that they began with.
/// </remarks>
public sealed class GlueTableCatalog(CatalogTables tables) : ITableCatalog
{
    /// <summary>The parameter of a model's table, by which it is known as ours.</summary>
    const string ModelMark = "duffbeer.model";

    /// <remarks>A dataset's table follows each publication, not the refreshes: <see cref="GlueTablePointer"/>.</remarks>
    public Task DeclareAsync(DatasetContract contract, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="DeclareAsync"/>
    public Task PublishAsync(
        DatasetContract contract, Func<CancellationToken, Task<IReadOnlyList<string>>> parts, CancellationToken cancellationToken) =>
        Task.CompletedTask;

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
}
