using System.Runtime.CompilerServices;
using DuffBeer.Aws.Glue;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Athena;

/// <summary>Runs SELECTs with Athena over the Parquet objects of a bucket; safe for concurrent use.</summary>
public sealed class AthenaQueryEngine : IQueryEngine
{
    /// <summary>Codecs that Athena can read: its engine, Trino, does not support Brotli.</summary>
    public static IReadOnlyList<PartCodec> Codecs { get; } = [PartCodec.Snappy, PartCodec.Uncompressed];

    static readonly TimeSpan s_cleaning = TimeSpan.FromMinutes(1);

    readonly IObjectStore _objects;
    readonly IPartWriter _writer;
    readonly CatalogTables _tables;
    readonly AthenaRelations _relations;
    readonly AthenaQueries _queries;
    readonly AthenaResults _results;

    /// <param name="objects">The lake as a store, to list and clean up what Athena wrote.</param>
    /// <param name="writer">Writes the one part of a SELECT without rows, for which Athena writes none.</param>
    public AthenaQueryEngine(
        AthenaClient athena, AthenaOptions options, CatalogTables tables, IObjectStore objects, IPartWriter writer)
    {
        (_objects, _writer, _tables) = (objects, writer, tables);
        _relations = new(tables);
        _queries = new(athena, options, tables.Tables.Database);
        _results = new(athena);
    }

    public ISqlDialect Dialect { get; } = new AthenaDialect();

    public CostDrivers CostOf(long bytesScanned) => AthenaBill.Of(bytesScanned);

    public async Task<QueryResult> QueryAsync(Statement statement, CancellationToken cancellationToken) =>
        await _results.ReadAsync(await RunAsync(statement, cancellationToken), cancellationToken);

    public async IAsyncEnumerable<IReadOnlyList<object?[]>> StreamAsync(
        Statement statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var execution = await RunAsync(statement, cancellationToken);
        await foreach (var page in _results.PagesAsync(execution, cancellationToken))
        {
            if (page.Rows.Count > 0)
                yield return page.Rows;
        }
    }

    public Task<Materialized> MaterializeAsync(
        Statement statement, IReadOnlyList<TableColumn> columns, string prefix, IReadOnlyList<string> partitionBy,
        CancellationToken cancellationToken) =>
        WithTablesAsync(statement, expressions => BuildAsync(expressions, statement, columns, prefix, partitionBy, cancellationToken),
            cancellationToken);

    async Task<Materialized> BuildAsync(
        string expressions, Statement statement, IReadOnlyList<TableColumn> columns, string prefix, IReadOnlyList<string> partitionBy,
        CancellationToken cancellationToken)
    {
        // Athena needs a new, empty location, and an earlier try may have left files in another.
        var place = $"{prefix.TrimEnd('/')}/{Guid.NewGuid():N}/";
        var build = new AthenaBuild(_queries, _results, _tables.Tables, _relations, _tables.Lake, columns, place);
        try
        {
            var rows = await build.WriteAsync(expressions, statement, partitionBy, cancellationToken);
            var parts = await _objects.ListAsync(place, cancellationToken).ToListAsync(cancellationToken);
            CostMeter.Spend(new() { BytesWritten = parts.Sum(part => part.Size) });
            var isEmpty = parts.Count == 0;
            if (isEmpty)
                parts.Add(await WriteEmptyAsync(columns, place, cancellationToken));
            if (partitionBy.Count > 0)
                await DeleteAsync(build.StagingPlace, cancellationToken);

            string[] keys = [.. parts.Select(part => part.Key)];
            if (VersionTables.NameOf(keys) is not null)
                await _tables.Versions.EnsureAsync(columns, keys, cancellationToken);
            // Some emulators do not report the rows of a CREATE TABLE AS.
            var count = isEmpty ? 0 : rows is > 0 and { } told ? told : await CountAsync(columns, keys, cancellationToken);
            return new(keys, count, parts.Sum(part => part.Size)) { Cost = build.Cost };
        }
        catch
        {
            await CleanAsync(place, build.StagingPlace);
            throw;
        }
    }

    Task<QueryExecution> RunAsync(Statement statement, CancellationToken cancellationToken) => WithTablesAsync(
        statement,
        expressions => _queries.RunAsync(
            With(expressions, statement.Sql), statement.Parameters, statement.FirstLine, mayReuse: true, cancellationToken),
        cancellationToken);

    /// <summary>Runs with the tables of the statement's relations; once more if one was removed since this process saw it.</summary>
    async Task<T> WithTablesAsync<T>(Statement statement, Func<string, Task<T>> run, CancellationToken cancellationToken)
    {
        await _tables.Tables.EnsureDatabaseAsync(cancellationToken);
        try
        {
            return await run(await _relations.ExpressionsAsync(statement.Relations, cancellationToken));
        }
        catch (TerminalException failure) when (statement.Relations.Count > 0 && AthenaFailure.IsTableMissing(failure))
        {
            _tables.Versions.Forget();
            _tables.Lists.Forget();
            return await run(await _relations.ExpressionsAsync(statement.Relations, cancellationToken));
        }
    }

    // Not as a subquery: Trino drops its order.
    static string With(string expressions, string sql)
    {
        const string Word = "WITH";
        if (expressions.Length == 0)
            return sql;
        return sql.StartsWith(Word, StringComparison.OrdinalIgnoreCase) && sql.Length > Word.Length && char.IsWhiteSpace(sql[Word.Length])
            ? $"WITH {expressions},{sql[Word.Length..]}"
            : $"WITH {expressions} {sql}";
    }

    async Task<long> CountAsync(IReadOnlyList<TableColumn> columns, IReadOnlyList<string> parts, CancellationToken cancellationToken)
    {
        var counted = await QueryAsync(new("SELECT COUNT(*) AS n FROM \"built\"", [new("built", columns, parts)], []), cancellationToken);
        return (long)counted.Rows[0][0]!;
    }

    async Task<ObjectStat> WriteEmptyAsync(IReadOnlyList<TableColumn> columns, string place, CancellationToken cancellationToken)
    {
        await using var upload = await _objects.CreateAsync(
            LakeKeys.OnlyPart(place, _writer.Extension), WriteCondition.None, cancellationToken);
        await _writer.Begin(upload.Body, columns).CompleteAsync(cancellationToken);
        return (await upload.CommitAsync(cancellationToken))!;
    }

    // Files that cannot be deleted now are in a location that no reader uses.
    async Task CleanAsync(params string[] places)
    {
        using var soon = new CancellationTokenSource(s_cleaning);
        try
        {
            foreach (var place in places)
                await DeleteAsync(place, soon.Token);
        }
        catch (Exception failure) when (failure is RunException or OperationCanceledException)
        {
        }
    }

    async Task DeleteAsync(string place, CancellationToken cancellationToken)
    {
        await foreach (var left in _objects.ListAsync(place, cancellationToken))
            await _objects.DeleteAsync(left.Key, cancellationToken);
    }
}
