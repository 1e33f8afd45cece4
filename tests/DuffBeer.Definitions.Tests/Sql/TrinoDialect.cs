using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Definitions.Tests.Sql;

/// <summary>Trino's own words, so that its grammar sees what Athena would.</summary>
sealed class TrinoDialect : ISqlDialect
{
    public string Ratio(string a, string b) => $"(CAST({a} AS DOUBLE) / NULLIF(CAST({b} AS DOUBLE), 0))";

    public string Mean(string x) => $"AVG(CAST({x} AS DOUBLE))";

    public string LocalTime(string timestamp, string zone) => $"CAST(AT_TIMEZONE(WITH_TIMEZONE({timestamp}, 'UTC'), {zone}) AS TIMESTAMP)";

    public string Key(string x) => $"BITWISE_AND(FROM_BIG_ENDIAN_64(SUBSTR(MD5(TO_UTF8(CAST({x} AS VARCHAR))), 1, 8)), 9223372036854775807)";

    public string Concat(IReadOnlyList<string> parts) => $"CONCAT({string.Join(", ", parts)})";

    public string Greatest(IReadOnlyList<string> values) => $"GREATEST({string.Join(", ", values)})";

    public string Least(IReadOnlyList<string> values) => $"LEAST({string.Join(", ", values)})";

    public string RegexpReplace(string x, string pattern, string replacement) => $"REGEXP_REPLACE({x}, {pattern}, {replacement})";

    public string TruncateDate(string unit, string date) => $"DATE_TRUNC('{unit}', {date})";

    public string DaysBetween(string from, string to) => $"DATE_DIFF('day', {from}, {to})";

    public string Cast(string expression, LogicalType type) => $"CAST({expression} AS {TypeName(type)})";

    public string Literal(SqlValue value) => Cast(string.Create(CultureInfo.InvariantCulture, $"'{value.Value}'"), value.Type);

    static string TypeName(LogicalType type) => type.Kind switch
    {
        TypeKind.Int32 => "INTEGER",
        TypeKind.Int64 => "BIGINT",
        TypeKind.Bool => "BOOLEAN",
        TypeKind.Timestamp => "TIMESTAMP(3)",
        TypeKind.String => "VARCHAR",
        _ => type.ToString(),
    };
}
