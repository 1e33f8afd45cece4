using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Trino functions written for DuckDB.</summary>
public sealed class DuckDbDialect : ISqlDialect
{
    static readonly string[] s_units = ["day", "week", "month", "quarter", "year"];

    public bool BindsPages => true;

    public string Ratio(string a, string b) => $"(CAST({a} AS DOUBLE) / nullif(CAST({b} AS DOUBLE), 0))";

    public string Mean(string x) => $"avg(CAST({x} AS DOUBLE))";

    public string LocalTime(string timestamp, string zone) => $"timezone({zone}, timezone('UTC', CAST({timestamp} AS TIMESTAMP)))";

    public string Key(string x) => $"CAST(CAST('0x' || left(md5(CAST({x} AS VARCHAR)), 16) AS UBIGINT) & 9223372036854775807 AS BIGINT)";

    public string Concat(IReadOnlyList<string> parts) => $"({string.Join(" || ", parts.Select(part => $"CAST({part} AS VARCHAR)"))})";

    public string Greatest(IReadOnlyList<string> values) => NullIfAny("greatest", values);

    public string Least(IReadOnlyList<string> values) => NullIfAny("least", values);

    // Trino writes a capture group as $1, DuckDB as \1.
    public string RegexpReplace(string x, string pattern, string replacement) =>
        $@"regexp_replace({x}, {pattern}, regexp_replace({replacement}, '\$([0-9])', '\\\1', 'g'), 'g')";

    public string TruncateDate(string unit, string date) => s_units.Contains(unit)
        ? $"CAST(date_trunc('{unit}', CAST({date} AS DATE)) AS DATE)"
        : throw new TerminalException(
            ProblemCode.DefinitionInvalid, $"A date can be truncated to {string.Join(", ", s_units)}, not to '{unit}'.");

    public string DaysBetween(string from, string to) => $"(CAST({to} AS DATE) - CAST({from} AS DATE))";

    public string Cast(string expression, LogicalType type) => SqlWriter.Cast(expression, type);

    public string Literal(SqlValue value) => SqlWriter.Literal(value);

    static string NullIfAny(string function, IReadOnlyList<string> values) =>
        $"CASE WHEN {string.Join(" OR ", values.Select(value => $"({value}) IS NULL"))} THEN NULL ELSE "
            + $"{function}({string.Join(", ", values)}) END";
}
