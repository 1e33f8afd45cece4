using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Athena;

/// <summary>Trino's functions, as Athena's engine version 3 has them.</summary>
public sealed class AthenaDialect : ISqlDialect
{
    static readonly string[] s_units = ["day", "week", "month", "quarter", "year"];

    public string Ratio(string a, string b) => $"(CAST({a} AS DOUBLE) / NULLIF(CAST({b} AS DOUBLE), 0))";

    public string Mean(string x) => $"AVG(CAST({x} AS DOUBLE))";

    public string LocalTime(string timestamp, string zone) =>
        $"CAST(AT_TIMEZONE(WITH_TIMEZONE(CAST({timestamp} AS TIMESTAMP), 'UTC'), {zone}) AS TIMESTAMP)";

    public string Key(string x) =>
        $"BITWISE_AND(FROM_BIG_ENDIAN_64(SUBSTR(MD5(TO_UTF8(CAST({x} AS VARCHAR))), 1, 8)), 9223372036854775807)";

    public string Concat(IReadOnlyList<string> parts) => $"({string.Join(" || ", parts.Select(part => $"CAST({part} AS VARCHAR)"))})";

    public string Greatest(IReadOnlyList<string> values) => $"GREATEST({string.Join(", ", values)})";

    public string Least(IReadOnlyList<string> values) => $"LEAST({string.Join(", ", values)})";

    public string RegexpReplace(string x, string pattern, string replacement) => $"REGEXP_REPLACE({x}, {pattern}, {replacement})";

    public string TruncateDate(string unit, string date) => s_units.Contains(unit)
        ? $"CAST(DATE_TRUNC('{unit}', CAST({date} AS DATE)) AS DATE)"
        : throw new TerminalException(
            ProblemCode.DefinitionInvalid, $"A date can be truncated to {string.Join(", ", s_units)}, not to '{unit}'.");

    public string DaysBetween(string from, string to) => $"DATE_DIFF('day', CAST({from} AS DATE), CAST({to} AS DATE))";

    public string Cast(string expression, LogicalType type) => SqlWriter.Cast(expression, type);

    public string Literal(SqlValue value) => SqlWriter.Literal(value);
}
