using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Golden.Tests.Why;

/// <summary>Knows which relations had rows found without a statement.</summary>
sealed class FindingEngine(DuckDbQueryEngine engine) : IQueryEngine
{
    public HashSet<string> Found { get; } = [];

    public ISqlDialect Dialect => engine.Dialect;

    public async Task<FoundByKey?> FindAsync(KeyedRows wanted, CancellationToken cancellationToken)
    {
        var rows = await engine.FindAsync(wanted, cancellationToken);
        if (rows is not null)
            Found.Add(wanted.Relation.Name);
        return rows;
    }

    public Task<IReadOnlyList<object?[]>> AtAsync(
        Relation relation, IReadOnlyList<RowPlace> places, CancellationToken cancellationToken) =>
        engine.AtAsync(relation, places, cancellationToken);

    public Task<QueryResult> QueryAsync(Statement statement, CancellationToken cancellationToken) =>
        engine.QueryAsync(statement, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<object?[]>> StreamAsync(Statement statement, CancellationToken cancellationToken) =>
        engine.StreamAsync(statement, cancellationToken);

    public Task<Materialized> MaterializeAsync(
        Statement statement, IReadOnlyList<TableColumn> columns, string prefix, IReadOnlyList<string> partitionBy,
        CancellationToken cancellationToken) =>
        engine.MaterializeAsync(statement, columns, prefix, partitionBy, cancellationToken);
}
