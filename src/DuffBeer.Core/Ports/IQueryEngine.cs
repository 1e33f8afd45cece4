using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;

namespace DuffBeer.Core.Ports;

/// <summary>A run of a relation, referenced by the <c>_run</c> column of its part files.</summary>
public sealed record RelationRun(string RunId, DateTimeOffset SourceTime, string SourceKey);

/// <summary>The runs of a relation, read only by an engine that has not stored them yet.</summary>
/// <param name="Id">Equal for equal runs.</param>
/// <param name="ReadAsync">
/// Some at a time, in no order. There may be very many, so an engine need not keep them all in memory to rank them.
/// </param>
public sealed record RelationRuns(string Id, Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<RelationRun>>> ReadAsync)
{
    public static RelationRuns Of(string id, IReadOnlyList<RelationRun> runs) => new(id, _ => AsyncEnumerable.Repeat(runs, 1));

    /// <summary>All runs; the place of each is its rank.</summary>
    public async Task<IReadOnlyList<RelationRun>> InOrderAsync(CancellationToken cancellationToken)
    {
        var runs = new List<RelationRun>();
        await foreach (var some in ReadAsync(cancellationToken))
            runs.AddRange(some);
        runs.Sort(SourceOrder.Compare);
        return runs;
    }
}

/// <summary>A named input of a statement: exactly these parts, or an empty typed table if there are none.</summary>
/// <param name="Name">The unquoted name in the SQL: letters, digits and underscores.</param>
/// <param name="Columns">The columns that readers see; null in parts that lack them.</param>
/// <param name="Parts">Keys of Parquet objects in the lake.</param>
/// <param name="Runs">
/// For a dataset: the relation then also has <c>_source_time timestamp</c>, <c>_source_key string</c> and <c>_run_order int32</c>, looked
/// up by <c>_run</c>; the order is the rank of the run by <see cref="SourceOrder"/>, from 0. Null for a model.
/// </param>
public sealed record Relation(
    string Name, IReadOnlyList<TableColumn> Columns, IReadOnlyList<string> Parts, RelationRuns? Runs = null)
{
    /// <summary>For a dataset: only the latest row of each value of these columns, by run order, then offset; empty for all rows.</summary>
    public IReadOnlyList<string> LatestBy { get; init; } = [];
}

/// <summary>
/// A value with its type, as a parameter: int, long, decimal, double, bool, <see cref="DateOnly"/>, <see cref="DateTime"/> (UTC), string or
/// null.
/// </summary>
public sealed record SqlValue(LogicalType Type, object? Value);

/// <summary>One SELECT rendered for the engine's dialect, with its inputs and positional parameters (<c>?</c>).</summary>
public sealed record Statement(string Sql, IReadOnlyList<Relation> Relations, IReadOnlyList<SqlValue> Parameters)
{
    /// <summary>The line of its file on which <see cref="Sql"/> begins, for the engine's error messages.</summary>
    public int FirstLine { get; init; } = 1;
}

/// <summary>The rows of a relation that have one of some values in a column.</summary>
/// <param name="Key">The column.</param>
/// <param name="Values">None is null.</param>
/// <param name="Columns">What is wanted of each row.</param>
/// <param name="Most">More rows are not wanted.</param>
public sealed record KeyedRows(
    Relation Relation, string Key, IReadOnlyCollection<object> Values, IReadOnlyList<TableColumn> Columns, int Most);

/// <summary>Where a row is stored.</summary>
/// <param name="Part">The place of its part among the parts of the relation, from 0.</param>
/// <param name="Row">Its number in the part, from 0.</param>
public readonly record struct RowPlace(int Part, long Row);

/// <summary>Rows that were found by keys.</summary>
/// <param name="Places">Of each row.</param>
public sealed record FoundByKey(IReadOnlyList<object?[]> Rows, IReadOnlyList<RowPlace> Places);

/// <summary>Cost of a statement. A repeated one that was answered from a cache scanned nothing.</summary>
/// <param name="Time">From request to end, including the time in the engine's queue.</param>
public sealed record EngineCost(long BytesScanned, TimeSpan Time, bool Reused = false);

/// <summary>Typed rows: each cell is null or the .NET value that <see cref="SqlValue"/> defines for its column's type.</summary>
public sealed record QueryResult(IReadOnlyList<TableColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>Null where the engine charges nothing.</summary>
    public EngineCost? Cost { get; init; }
}

/// <summary>The output of a materialised SELECT.</summary>
public sealed record Materialized(IReadOnlyList<string> Parts, long Rows, long Bytes)
{
    /// <summary>Null where the engine charges nothing.</summary>
    public EngineCost? Cost { get; init; }
}

/// <summary>Runs SELECTs over Parquet objects of the lake: Athena in the cloud, DuckDB on a laptop.</summary>
/// <remarks>
/// A failing SELECT throws <see cref="Failures.TerminalException"/> with <c>ModelFailed</c>
/// and the engine's own message; a missing engine, <c>EngineUnavailable</c>.
/// </remarks>
public interface IQueryEngine
{
    ISqlDialect Dialect { get; }

    /// <summary>What the engine charges for a statement that scans so many bytes; nothing by default.</summary>
    CostDrivers CostOf(long bytesScanned) => CostDrivers.None;

    Task<QueryResult> QueryAsync(Statement statement, CancellationToken cancellationToken);

    /// <summary>Rows with some keys, in any order, where the engine finds them without reading the relation; otherwise null.</summary>
    /// <remarks>An engine may prepare itself for the next question about the relation. By default, all questions are statements.</remarks>
    Task<FoundByKey?> FindAsync(KeyedRows wanted, CancellationToken cancellationToken) => Task.FromResult<FoundByKey?>(null);

    /// <summary>All columns of a few rows that <see cref="FindAsync"/> found, in any order, without a pass over the relation.</summary>
    Task<IReadOnlyList<object?[]>> AtAsync(Relation relation, IReadOnlyList<RowPlace> places, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This engine finds no places of rows.");

    /// <summary>Drops what it keeps of rows between statements, in memory and in files. By default, an engine keeps nothing.</summary>
    /// <remarks>A statement that is running ends first, and takes what it uses with it.</remarks>
    Task ForgetAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs a SELECT once and streams its rows in batches, so that memory does not grow with the rows.</summary>
    /// <remarks>
    /// Cancellation ends the statement in the engine, and so does a caller that
    /// stops reading early. A failure may follow rows that were already returned.
    /// </remarks>
    IAsyncEnumerable<IReadOnlyList<object?[]>> StreamAsync(Statement statement, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the rows of a SELECT, cast to <paramref name="columns"/> in that order, as Parquet parts under <paramref name="prefix"/>.
    /// </summary>
    /// <remarks>
    /// Each part is written atomically. A SELECT without rows gives one part without rows. Parts also contain the partition columns.
    /// </remarks>
    Task<Materialized> MaterializeAsync(
        Statement statement, IReadOnlyList<TableColumn> columns, string prefix, IReadOnlyList<string> partitionBy,
        CancellationToken cancellationToken);
}

/// <summary>Expressions that Trino and DuckDB write or compute differently, rendered per engine. Arguments are SQL expressions.</summary>
/// <remarks>Each has the semantics of Trino's function of that name, and golden values that every dialect must give.</remarks>
public interface ISqlDialect
{
    /// <summary>a / b as double; null if b is zero or either is null.</summary>
    string Ratio(string a, string b);

    /// <summary>Arithmetic mean of a group as double; null without values.</summary>
    string Mean(string x);

    /// <summary>The local time (timestamp) of a UTC timestamp in an IANA zone.</summary>
    string LocalTime(string timestamp, string zone);

    /// <summary>
    /// A stable surrogate key: the first 8 bytes of MD5 of the value's text as a big-endian integer, top bit cleared; int64.
    /// </summary>
    string Key(string x);

    /// <summary>Concatenated strings; null if any is null.</summary>
    string Concat(IReadOnlyList<string> parts);

    /// <summary>The greatest or least; null if any is null.</summary>
    string Greatest(IReadOnlyList<string> values);
    string Least(IReadOnlyList<string> values);

    /// <summary>Replaces every match of a pattern.</summary>
    string RegexpReplace(string x, string pattern, string replacement);

    /// <summary>A date truncated to day, week (Monday), month, quarter or year; date.</summary>
    string TruncateDate(string unit, string date);

    /// <summary>Whole days from one date to another.</summary>
    string DaysBetween(string from, string to);

    string Cast(string expression, LogicalType type);

    /// <summary>
    /// OFFSET and LIMIT may be parameters: all pages then share one statement, which an engine with prepared statements plans once.
    /// </summary>
    bool BindsPages => false;

    /// <summary>A typed literal of a number, date or timestamp, or a quoted string of at most 1,000 characters.</summary>
    string Literal(SqlValue value);
}
