using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Ports;

/// <summary>Where people and tools outside find the tables: the Glue Data Catalog, or views for the DuckDB shell.</summary>
/// <remarks>It follows the manifests and is never asked by our own readers; reconcile repairs it from them.</remarks>
public interface ITableCatalog
{
    /// <summary>Declares a dataset's table, or brings its columns up to date.</summary>
    Task DeclareAsync(DatasetContract contract, CancellationToken cancellationToken);

    /// <summary>Makes the table show exactly these parts: the rows of the published runs.</summary>
    Task PublishAsync(DatasetContract contract, IReadOnlyList<string> parts, CancellationToken cancellationToken);

    /// <summary>Points a model's plain name at one version of it.</summary>
    Task PointAsync(string model, IReadOnlyList<TableColumn> columns, IReadOnlyList<string> parts, CancellationToken cancellationToken);
}
