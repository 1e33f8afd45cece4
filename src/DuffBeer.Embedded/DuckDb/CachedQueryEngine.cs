using System.Runtime.CompilerServices;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>DuckDB over a remote lake: fetches the parts of a statement before it runs.</summary>
public sealed class CachedQueryEngine(DuckDbQueryEngine engine, PartCache cache) : IQueryEngine, IDisposable
{
    public ISqlDialect Dialect => engine.Dialect;

    public async Task<QueryResult> QueryAsync(Statement statement, CancellationToken cancellationToken)
    {
        using var near = await BringAsync(statement, cancellationToken);
        return await engine.QueryAsync(statement, cancellationToken);
    }

    public async Task<FoundByKey?> FindAsync(KeyedRows wanted, CancellationToken cancellationToken)
    {
        using var near = await BringAsync(new("", [wanted.Relation], []), cancellationToken);
        return await engine.FindAsync(wanted, cancellationToken);
    }

    public async Task<IReadOnlyList<object?[]>> AtAsync(
        Relation relation, IReadOnlyList<RowPlace> places, CancellationToken cancellationToken)
    {
        using var near = await BringAsync(new("", [relation], []), cancellationToken);
        return await engine.AtAsync(relation, places, cancellationToken);
    }

    public async IAsyncEnumerable<IReadOnlyList<object?[]>> StreamAsync(
        Statement statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var near = await BringAsync(statement, cancellationToken);
        await foreach (var batch in engine.StreamAsync(statement, cancellationToken))
            yield return batch;
    }

    public async Task<Materialized> MaterializeAsync(
        Statement statement, IReadOnlyList<TableColumn> columns, string prefix, IReadOnlyList<string> partitionBy,
        CancellationToken cancellationToken)
    {
        using var near = await BringAsync(statement, cancellationToken);
        return await engine.MaterializeAsync(statement, columns, prefix, partitionBy, cancellationToken);
    }

    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await engine.ForgetAsync(cancellationToken);
        await cache.ForgetAsync(cancellationToken);
    }

    public void Dispose() => engine.Dispose();

    Task<PartCache.Lease> BringAsync(Statement statement, CancellationToken cancellationToken) =>
        cache.BringAsync(
            [.. statement.Relations.SelectMany(relation => relation.Parts).Distinct(StringComparer.Ordinal)], cancellationToken);
}
