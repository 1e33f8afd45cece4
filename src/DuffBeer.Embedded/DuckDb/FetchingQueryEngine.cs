using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>DuckDB over a lake that is no folder: the parts that a statement reads are fetched first. For lakes that no Athena reads.</summary>
public sealed class FetchingQueryEngine : IQueryEngine, IDisposable
{
    readonly PartFiles _files;
    readonly DuckDbQueryEngine _engine;

    /// <param name="folder">This process's own; made here, and emptied of what an earlier process of that name left.</param>
    /// <param name="keepBytes">Bytes of fetched parts that are kept for the next statement.</param>
    public FetchingQueryEngine(IObjectStore lake, string folder, long keepBytes)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        var parts = Directory.CreateDirectory(Path.Combine(folder, "parts")).FullName;
        _files = new(lake, parts, keepBytes);
        _engine = new(lake, _files.PathOf, Directory.CreateDirectory(Path.Combine(folder, "spill")).FullName);
    }

    public ISqlDialect Dialect => _engine.Dialect;

    public async Task<QueryResult> QueryAsync(Statement statement, CancellationToken cancellationToken)
    {
        using var fetched = await FetchAsync(statement, cancellationToken);
        return await _engine.QueryAsync(statement, cancellationToken);
    }

    public async Task<Materialized> MaterializeAsync(
        Statement statement, IReadOnlyList<TableColumn> columns, string prefix, IReadOnlyList<string> partitionBy, CancellationToken cancellationToken)
    {
        using var fetched = await FetchAsync(statement, cancellationToken);
        return await _engine.MaterializeAsync(statement, columns, prefix, partitionBy, cancellationToken);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _files.Dispose();
    }

    Task<IDisposable> FetchAsync(Statement statement, CancellationToken cancellationToken) =>
        _files.FetchAsync(statement.Relations.SelectMany(relation => relation.Parts), cancellationToken);
}
