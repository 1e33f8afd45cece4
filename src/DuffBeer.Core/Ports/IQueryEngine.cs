using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Ports;

/// <summary>A run's rows among a relation's: what its part files' <c>_run</c> refers to.</summary>
/// <param name="Order">Rank of the run by (source time, source key): the greater comes later.</param>
public sealed record RelationRun(string RunId, DateTimeOffset SourceTime, string SourceKey, int Order);

/// <summary>A named input of a statement: exactly these parts, or an empty typed table where there are none.</summary>
/// <param name="Name">The name by which the SQL mentions it, unquoted: letters, digits and underscores.</param>
/// <param name="Columns">The columns that readers see; one that a part lacks is null in it.</param>
/// <param name="Parts">Keys of Parquet objects in the lake.</param>
/// <param name="Runs">
/// Given for a dataset: the relation then has besides <c>_source_time timestamp</c>, <c>_source_key string</c> and
/// <c>_run_order int32</c>, found by <c>_run</c>. Null for a model.
/// </param>
public sealed record Relation(
    string Name, IReadOnlyList<TableColumn> Columns, IReadOnlyList<string> Parts, IReadOnlyList<RelationRun>? Runs = null);

/// <summary>
/// A value with its type, as a parameter: int, long, decimal, double, bool, <see cref="DateOnly"/>, <see cref="DateTime"/> (UTC), string or
/// null.
/// </summary>
public sealed record SqlValue(LogicalType Type, object? Value);

/// <summary>One SELECT, rendered for the engine's dialect, its inputs and its positional parameters (<c>?</c>).</summary>
public sealed record Statement(string Sql, IReadOnlyList<Relation> Relations, IReadOnlyList<SqlValue> Parameters)
{
    /// <summary>The line of its file that <see cref="Sql"/> begins on, so that an engine's message can name the file's line.</summary>
    public int FirstLine { get; init; } = 1;
}

/// <summary>What a statement cost. Of a repeated question that was answered without running it again, nothing was scanned.</summary>
/// <param name="Time">From asking to the end, waiting in the engine's queue included.</param>
public sealed record EngineCost(long BytesScanned, TimeSpan Time, bool Reused = false);

/// <summary>Typed rows: each cell is null or the .NET value that <see cref="SqlValue"/> names for its column's type.</summary>
public sealed record QueryResult(IReadOnlyList<TableColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>Null where the engine charges nothing.</summary>
    public EngineCost? Cost { get; init; }
}

/// <summary>What a materialised SELECT became.</summary>
public sealed record Materialized(IReadOnlyList<string> Parts, long Rows, long Bytes)
{
    /// <summary>Null where the engine charges nothing.</summary>
    public EngineCost? Cost { get; init; }
}

/// <summary>Runs SELECTs over Parquet objects of the lake: Athena in the cloud, DuckDB on a laptop.</summary>
/// <remarks>
/// A failing SELECT is a <see cref="Failures.TerminalException"/> with <c>ModelFailed</c> and the engine's own message; an engine that is
/// missing <c>EngineUnavailable</c>.
/// </remarks>
public interface IQueryEngine
{
    ISqlDialect Dialect { get; }

    Task<QueryResult> QueryAsync(Statement statement, CancellationToken cancellationToken);

    /// <summary>Runs a SELECT once and gives its rows in batches as they come, so that memory does not grow with the rows.</summary>
    /// <remarks>
    /// Cancellation ends the statement in the engine; so does a caller that stops reading early. A failure may follow rows that were given.
    /// </remarks>
    IAsyncEnumerable<IReadOnlyList<object?[]>> StreamAsync(Statement statement, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the rows of a SELECT, cast to <paramref name="columns"/> in that order, as Parquet parts under <paramref name="prefix"/>.
    /// </summary>
    /// <remarks>
    /// Each part is whole or not there. A SELECT without rows gives one part without rows. Partition columns are stored in the parts too.
    /// </remarks>
    Task<Materialized> MaterializeAsync(
        Statement statement, IReadOnlyList<TableColumn> columns, string prefix, IReadOnlyList<string> partitionBy,
        CancellationToken cancellationToken);
}

/// <summary>What Trino and DuckDB write or compute differently, rendered per engine. Arguments are SQL expressions.</summary>
/// <remarks>Each means what Trino's function of that name means; each has golden values that every dialect must give.</remarks>
public interface ISqlDialect
{
    /// <summary>a / b as double; null where b is zero or either is null.</summary>
    string Ratio(string a, string b);

    /// <summary>Arithmetic mean of a group as double; null without values.</summary>
    string Mean(string x);

    /// <summary>The wall-clock time (timestamp) in an IANA zone of a UTC timestamp.</summary>
    string LocalTime(string timestamp, string zone);

    /// <summary>
    /// A stable surrogate key: the first 8 bytes of MD5 of the value's text as a big-endian integer, top bit cleared; int64.
    /// </summary>
    string Key(string x);

    /// <summary>Strings joined; null where one is null.</summary>
    string Concat(IReadOnlyList<string> parts);

    /// <summary>The greatest or least; null where one is null.</summary>
    string Greatest(IReadOnlyList<string> values);
    string Least(IReadOnlyList<string> values);

    /// <summary>Every match of a pattern replaced.</summary>
    string RegexpReplace(string x, string pattern, string replacement);

    /// <summary>A date cut to its day, week (Monday), month, quarter or year; date.</summary>
    string TruncateDate(string unit, string date);

    /// <summary>Whole days from one date to another.</summary>
    string DaysBetween(string from, string to);

    string Cast(string expression, LogicalType type);

    /// <summary>
    /// OFFSET and LIMIT may be parameters: every page of a question is then one statement, which an engine that keeps statements plans
    /// once.
    /// </summary>
    bool BindsPages => false;

    /// <summary>A typed literal of a number, date or timestamp, and a quoted one of a string of at most 1,000 characters.</summary>
    string Literal(SqlValue value);
}
