using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Ports;

/// <summary>The catalog in which people and external tools find the tables: Glue Data Catalog, or views for the DuckDB shell.</summary>
/// <remarks>It follows each refresh, and showing a snapshot repairs it. Our own readers never use it.</remarks>
public interface ITableCatalog
{
    /// <summary>Creates a dataset's table or updates its columns.</summary>
    Task DeclareAsync(DatasetContract contract, CancellationToken cancellationToken);

    /// <summary>Makes the table show exactly these parts: the rows of the published runs.</summary>
    /// <param name="parts">Lists the parts; called only by a catalog that names each of them.</param>
    Task PublishAsync(
        DatasetContract contract, Func<CancellationToken, Task<IReadOnlyList<string>>> parts, CancellationToken cancellationToken);

    /// <summary>Points a model's plain name at one version of it.</summary>
    Task PointAsync(string model, IReadOnlyList<TableColumn> columns, IReadOnlyList<string> parts, CancellationToken cancellationToken);

    /// <summary>Removes what the catalog holds for versions of models that are not kept. No file is deleted.</summary>
    /// <param name="newest">The latest snapshot: what belongs to later ones is under construction and stays.</param>
    /// <param name="kept">The parts of each version that stays.</param>
    Task RetireAsync(string newest, IReadOnlyCollection<IReadOnlyList<string>> kept, CancellationToken cancellationToken);
}
