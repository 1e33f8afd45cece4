using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Explain;

/// <summary>Renders the rows of an input that one link reaches.</summary>
/// <param name="row">The report's row: column → value.</param>
sealed class LinkSql(ReportRequest request, IReadOnlyDictionary<string, SqlValue> row, SqlScope scope)
{
    /// <summary>Rows below the report's row.</summary>
    public string OfReport(InputLink link)
    {
        var conditions = new List<string>();
        foreach (var keys in link.Keys.GroupBy(key => (key.Of, key.By)))
        {
            var own = keys.Select(key => ConditionOf(link, key)).OfType<string>().ToList();
            if (keys.Key.Of is not { } other)
                conditions.AddRange(own);
            else if (own.Count > 0)
            {
                var by = SqlName.Quote(keys.Key.By!);
                conditions.Add($"it.{by} IN (SELECT other.{by} FROM {SqlName.Quote(other)} AS other WHERE {string.Join(" AND ", own)})");
            }
        }

        return $"SELECT it.* FROM {SqlName.Quote(link.Input)} AS it"
            + (conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}");
    }

    /// <summary>The column that alone decides which rows a link reaches, and its values; null if more decides or one is null.</summary>
    /// <param name="readers">The rows above in memory; null for the report's row.</param>
    public (string Column, IReadOnlyCollection<object> Values)? KeysOf(InputLink link, FoundRows? readers)
    {
        if (link.When is not null
            || link.Keys is not [{ Operator: LinkOperator.Equal, Source: LinkSource.Row, Of: null, Unless: null, NullAs: null } key])
            return null;
        HashSet<object?> values = readers is null
            ? [InTypeOf(TypeOf(link.Input, key.Column), row[key.Value]).Value]
            : [.. readers.Rows.Select(other => other[readers.PlaceOf(key.Value)])];
        return values.Contains(null) ? null : (key.Column, [.. values.OfType<object>()]);
    }

    /// <summary>Rows below the found rows of a model.</summary>
    /// <param name="readers">The relation of the found rows.</param>
    /// <param name="columns">The model's columns.</param>
    /// <param name="isNull">Whether a found row may have null in a column.</param>
    public string OfModel(InputLink link, string readers, IReadOnlyList<TableColumn> columns, Func<string, bool> isNull)
    {
        var names = link.Compared.Select(SqlName.Quote).ToList();
        var when = link.When is not { } only ? "" : $" WHERE {CaseOf(only, columns)}";
        var others = link.Keys.Where(key => key.Of is not null).Select(key => (Of: key.Of!, By: key.By!)).Distinct().ToList();
        var isPlain = others.Count == 0 && link.Keys.All(key => key.Operator == LinkOperator.Equal && key.Unless is null);
        var joins = string.Concat(others.Select((other, index) => string.Create(
            CultureInfo.InvariantCulture,
            $" JOIN {SqlName.Quote(other.Of)} AS o{index} ON o{index}.{SqlName.Quote(other.By)} = it.{SqlName.Quote(other.By)}")));
        var where = link.Keys.Where(key => key.Source == LinkSource.Literal)
            .Select(key => $"{ColumnOf(key)} {Sign(key)} {LiteralOf(link, key)}")
            .Append(names.Count == 0 ? $"EXISTS (SELECT 1 FROM {readers}{when})" : null).OfType<string>().ToList();
        var reader = names.Count == 0
            ? ""
            : $" JOIN (SELECT DISTINCT {string.Join(", ", names)} FROM {readers}{when}) AS reader ON "
                + string.Join(" AND ", link.Keys.Where(key => key.Source == LinkSource.Row).Select(JoinOf));
        return $"SELECT {(isPlain ? "" : "DISTINCT ")}it.* FROM {SqlName.Quote(link.Input)} AS it{joins}{reader}"
            + (where.Count == 0 ? "" : $" WHERE {string.Join(" AND ", where)}");

        string ColumnOf(LinkKey key) => key.Of is null
            ? $"it.{SqlName.Quote(key.Column)}"
            : string.Create(CultureInfo.InvariantCulture, $"o{others.IndexOf((key.Of, key.By!))}.{SqlName.Quote(key.Column)}");

        string JoinOf(LinkKey key)
        {
            var (one, value) = (ColumnOf(key), $"reader.{SqlName.Quote(key.Value)}");
            var other = key.NullAs is { } none ? $"NULLIF({value}, {SqlWriter.Quote(none)})" : value;
            var condition = key.Operator switch
            {
                LinkOperator.Within => PeriodOf(
                    one, value, key.Length is { } length ? SqlWriter.Quote(length) : $"reader.{SqlName.Quote(key.Grain!)}"),
                LinkOperator.Equal when key.NullAs is not null || isNull(key.Value) => $"{one} IS NOT DISTINCT FROM {other}",
                _ => $"{one} {Sign(key)} {other}",
            };
            return key.Unless switch
            {
                null => condition,
                "null" => $"({other} IS NULL OR {condition})",
                var free => $"({other} = {TypedOf(columns, key.Value, free)} OR {condition})",
            };
        }
    }

    string CaseOf(LinkCase only, IReadOnlyList<TableColumn> columns) =>
        $"{SqlName.Quote(only.Column)} IN ({string.Join(", ", only.Values.Select(value => TypedOf(columns, only.Column, value)))})";

    string LiteralOf(InputLink link, LinkKey key) => TypedOf(ColumnsOf(key.Of ?? link.Input), key.Column, key.Value);

    string TypedOf(IReadOnlyList<TableColumn> columns, string column, string text)
    {
        var type = columns.First(known => known.Name == column).Type;
        return scope.Dialect.Literal(TypedText.Read(type, text, out _) ?? new(LogicalType.String, text));
    }

    IReadOnlyList<TableColumn> ColumnsOf(string input) =>
        scope.Models.TryGetValue(input, out var model) ? model.Columns : scope.Datasets[input].Columns;

    static string Sign(LinkKey key) => key.Operator switch
    {
        LinkOperator.AtLeast => ">=",
        LinkOperator.AtMost => "<=",
        LinkOperator.Below => "<",
        LinkOperator.Above => ">",
        _ => "=",
    };

    // A period of another kind, such as all, restricts nothing.
    static string PeriodOf(string column, string start, string grain) =>
        $"({grain} NOT IN ('day', 'week', 'month', 'quarter', 'year') OR ({column} >= {start} AND {column} < CASE {grain} "
        + $"WHEN 'day' THEN DATE_ADD('day', 1, {start}) WHEN 'week' THEN DATE_ADD('day', 7, {start}) "
        + $"WHEN 'month' THEN DATE_ADD('month', 1, {start}) WHEN 'quarter' THEN DATE_ADD('month', 3, {start}) "
        + $"ELSE DATE_ADD('month', 12, {start}) END))";

    /// <summary>Null where the key restricts nothing.</summary>
    string? ConditionOf(InputLink link, LinkKey key)
    {
        var column = $"{(key.Of is null ? "it" : "other")}.{SqlName.Quote(key.Column)}";
        if (key.Source == LinkSource.Literal)
            return $"{column} {Sign(key)} {LiteralOf(link, key)}";
        var value = key.Source == LinkSource.Parameter ? request.Values[key.Value] : row[key.Value];
        if (IsFree(key, value))
            return null;
        if (key.Operator == LinkOperator.Within)
            return PeriodOf(column, key.Length ?? row[key.Grain!].Value as string, InTypeOf(LogicalType.Date, value));
        if (value.Value is null || (key.NullAs is { } none && none.Equals(value.Value)))
            return $"{column} IS NULL";
        return $"{column} {Sign(key)} {scope.Dialect.Literal(InTypeOf(TypeOf(key.Of ?? link.Input, key.Column), value))}";
    }

    LogicalType TypeOf(string input, string column) =>
        ColumnsOf(input).Concat(SystemColumns.OfRuns).First(known => known.Name == column).Type;

    /// <summary>A parameter or a column may have the text of a number or date.</summary>
    static SqlValue InTypeOf(LogicalType type, SqlValue value) =>
        value.Value is not null && type != value.Type
        && TypedText.Read(type, ReportCellText.Of(value.Type, value.Value), out _) is { } typed
            ? typed
            : value;

    /// <summary>A parameter without a value restricts nothing, and neither does one of its values with a meaning of its own.</summary>
    bool IsFree(LinkKey key, SqlValue value)
    {
        var text = value.Value is null ? null : ReportCellText.Of(value.Type, value.Value);
        if (key.Unless is { } free && (free == text || (free == "null" && text is null)))
            return true;
        return key.Source == LinkSource.Parameter
            && (text is null || request.Report.Parameters.First(parameter => parameter.Name == key.Value).Also.Contains(text));
    }

    string? PeriodOf(string column, string? length, SqlValue start)
    {
        if (start.Value is not DateOnly first)
            return null;
        DateOnly? last = length switch
        {
            "day" => first,
            "week" => first.AddDays(6),
            "month" => first.AddMonths(1).AddDays(-1),
            "quarter" => first.AddMonths(3).AddDays(-1),
            "year" => first.AddYears(1).AddDays(-1),
            _ => null,
        };
        return last is null
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"({column} >= {scope.Dialect.Literal(start)} "
                    + $"AND {column} < {scope.Dialect.Literal(new(LogicalType.Date, last?.AddDays(1)))})");
    }
}
