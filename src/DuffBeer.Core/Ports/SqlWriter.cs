using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Ports;

/// <summary>The only place where names, types and values become SQL that Trino and DuckDB both understand.</summary>
/// <remarks>A bare <c>TIMESTAMP</c> has milliseconds in Trino and microseconds in DuckDB; ours need milliseconds.</remarks>
public static class SqlWriter
{
    const int MaxString = 1000;

    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A quoted string of any length.</summary>
    public static string Quote(string text) => text.Contains('\0')
        ? throw new TerminalException(ProblemCode.BadRequest, "A statement cannot contain a string with the character U+0000.")
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public static string Type(LogicalType type) => type.Kind switch
    {
        TypeKind.Int32 => "INTEGER",
        TypeKind.Int64 => "BIGINT",
        TypeKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({type.Precision}, {type.Scale})"),
        TypeKind.Double => "DOUBLE",
        TypeKind.Bool => "BOOLEAN",
        TypeKind.Date => "DATE",
        TypeKind.Timestamp => "TIMESTAMP",
        _ => "VARCHAR",
    };

    public static string Cast(string expression, LogicalType type) => $"CAST({expression} AS {Type(type)})";

    public static string Literal(SqlValue value) => (value.Type.Kind, value.Value) switch
    {
        (_, null) => Cast("NULL", value.Type),
        (TypeKind.Bool, bool truth) => truth ? "true" : "false",
        (TypeKind.Int32 or TypeKind.Int64 or TypeKind.Decimal or TypeKind.Double, int or long) =>
            Number((IFormattable)value.Value, value.Type),
        (TypeKind.Decimal or TypeKind.Double, decimal number) => Number(number, value.Type),
        (TypeKind.Double, double number) => Number(number, value.Type),
        (TypeKind.Date, DateOnly date) => $"DATE '{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'",
        (TypeKind.Timestamp, DateTime time) => Timestamp(time),
        (TypeKind.String, string { Length: <= MaxString } text) => Quote(text),
        (TypeKind.String, string text) =>
            throw new TerminalException(ProblemCode.BadRequest, $"A value has {text.Length} characters; at most {MaxString} are allowed."),
        var (_, other) =>
            throw new TerminalException(ProblemCode.BadRequest, $"A {other.GetType().Name} is not a value of type {value.Type}."),
    };

    public static string Timestamp(DateTime time)
    {
        var utc = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;
        return $"TIMESTAMP '{utc.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)}'";
    }

    /// <summary>The SELECT of a dataset's relation without the rows that a later row of the same key replaces.</summary>
    public static string Latest(Relation relation, string select)
    {
        if (relation.LatestBy.Count == 0)
            return select;
        var columns = relation.Columns.Concat(SystemColumns.OfRuns).Select(column => Name(column.Name));
        return $"SELECT {string.Join(", ", columns)} FROM (SELECT every.*, ROW_NUMBER() OVER (PARTITION BY "
            + $"{string.Join(", ", relation.LatestBy.Select(Name))} ORDER BY _run_order DESC, _offset DESC) AS _place "
            + $"FROM ({select}) AS every) AS placed WHERE _place = 1";
    }

    static string Number(IFormattable number, LogicalType type) => Cast(Quote(number.ToString(null, CultureInfo.InvariantCulture)), type);
}
