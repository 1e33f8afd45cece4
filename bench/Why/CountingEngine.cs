using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Bench.Why;

/// <summary>Counts the statements that an engine gets.</summary>
sealed class CountingEngine(IQueryEngine engine) : IQueryEngine
{
    int _statements;

    public int Statements => _statements;

    public ISqlDialect Dialect => engine.Dialect;

    public Task<QueryResult> QueryAsync(Statement statement, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _statements);
        return engine.QueryAsync(statement, cancellationToken);
    }

    public Task<FoundByKey?> FindAsync(KeyedRows wanted, CancellationToken cancellationToken) =>
        engine.FindAsync(wanted, cancellationToken);

    public Task<IReadOnlyList<object?[]>> AtAsync(
        Relation relation, IReadOnlyList<RowPlace> places, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _statements);
        return engine.AtAsync(relation, places, cancellationToken);
    }

    public IAsyncEnumerable<IReadOnlyList<object?[]>> StreamAsync(Statement statement, CancellationToken cancellationToken) =>
        engine.StreamAsync(statement, cancellationToken);

    public Task<Materialized> MaterializeAsync(
        Statement statement, IReadOnlyList<TableColumn> columns, string prefix, IReadOnlyList<string> partitionBy,
        CancellationToken cancellationToken) =>
        engine.MaterializeAsync(statement, columns, prefix, partitionBy, cancellationToken);
}
