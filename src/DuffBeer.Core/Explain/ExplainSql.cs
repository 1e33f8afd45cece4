using System.Globalization;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Explain;

/// <summary>Renders the rows below a row of a report: each input restricted by the keys of the rows above it.</summary>
/// <param name="row">The report's row: column → value.</param>
sealed class ExplainSql(ExplainPlan plan, ReportRequest request, IReadOnlyDictionary<string, SqlValue> row, SqlScope scope)
{
    /// <summary>The name by which a statement reads the found rows of an input.</summary>
    public static string Found(string input) => SqlName.Quote($"why_{input}");

    /// <summary>Counts the rows of every input: one row per input, its name and the count.</summary>
    public Statement Counts() => Over(
        [.. plan.Inputs],
        string.Join(
            "\nUNION ALL\n",
            plan.Inputs.Select(input => $"SELECT {SqlWriter.Quote(input.Name)} AS input, {Count()} AS found FROM {Found(input.Name)}")));

    /// <param name="select">A SELECT that may name <see cref="Found"/> of the input.</param>
    /// <param name="also">Further relations that it names.</param>
    public Statement Over(ReadInput input, string select, params Relation[] also)
    {
        var above = new HashSet<string>();
        Collect(input);
        return Over([.. plan.Inputs.Where(other => above.Contains(other.Name))], select, also);

        void Collect(ReadInput reached)
        {
            if (!above.Add(reached.Name))
                return;
            foreach (var reader in reached.Links.Select(link => link.Reader).OfType<string>())
                Collect(plan.Inputs.First(other => other.Name == reader));
        }
    }

    public Relation RelationOf(ReadInput input) => input.IsDataset ? scope.Datasets[input.Name] : scope.Models[input.Name];

    string Count() => scope.Dialect.Cast("COUNT(*)", LogicalType.Int64);

    Statement Over(IReadOnlyList<ReadInput> inputs, string select, params Relation[] also)
    {
        var sql = new StringBuilder("WITH ");
        sql.AppendJoin(",\n", inputs.Select(input => $"{Found(input.Name)} AS (\n{RowsOf(input)}\n)"));
        sql.Append('\n').Append(select);
        return new(sql.ToString(), [.. inputs.Select(RelationOf).Concat(also).DistinctBy(relation => relation.Name)], []);
    }

    // UNION leaves out the rows that are reached twice.
    string RowsOf(ReadInput input) => string.Join(
        "\nUNION\n",
        input.Links.Select(link => link.Reader is null ? OfReport(input, link.Link) : OfModel(input, link.Reader, link.Link)));

    string OfReport(ReadInput input, InputLink link)
    {
        var conditions = link.Keys.Select(key => ConditionOf(input, key)).OfType<string>().ToList();
        return $"SELECT it.* FROM {SqlName.Quote(input.Name)} AS it"
            + (conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}");
    }

    static string OfModel(ReadInput input, string reader, InputLink link)
    {
        var names = link.Keys.Select(key => SqlName.Quote(key.Value)).Distinct().ToList();
        var isPlain = link.Keys.All(key => key.Operator == LinkOperator.Equal && key.Unless is null);
        var on = link.Keys.Select(key =>
        {
            var (one, value) = ($"it.{SqlName.Quote(key.Column)}", $"reader.{SqlName.Quote(key.Value)}");
            var other = key.NullAs is { } none ? $"NULLIF({value}, {SqlWriter.Quote(none)})" : value;
            var condition = key.Operator switch
            {
                LinkOperator.AtLeast => $"{one} >= {other}",
                LinkOperator.AtMost => $"{one} <= {other}",
                _ => $"{one} IS NOT DISTINCT FROM {other}",
            };
            return key.Unless switch
            {
                null => condition,
                "null" => $"({other} IS NULL OR {condition})",
                var free => $"({other} = {SqlWriter.Quote(free)} OR {condition})",
            };
        });
        return $"SELECT {(isPlain ? "" : "DISTINCT ")}it.* FROM {SqlName.Quote(input.Name)} AS it JOIN (SELECT DISTINCT "
            + $"{string.Join(", ", names)} FROM {Found(reader)}) AS reader ON {string.Join(" AND ", on)}";
    }

    /// <summary>Null where the key restricts nothing.</summary>
    string? ConditionOf(ReadInput input, LinkKey key)
    {
        var value = key.IsParameter ? request.Values[key.Value] : row[key.Value];
        if (IsFree(key, value))
            return null;
        var column = $"it.{SqlName.Quote(key.Column)}";
        if (key.Operator == LinkOperator.Within)
            return PeriodOf(column, key, value);
        if (value.Value is null || (key.NullAs is { } none && none.Equals(value.Value)))
            return $"{column} IS NULL";
        var comparison = key.Operator switch { LinkOperator.AtLeast => ">=", LinkOperator.AtMost => "<=", _ => "=" };
        return $"{column} {comparison} {scope.Dialect.Literal(InTypeOf(input, key.Column, value))}";
    }

    /// <summary>A parameter may have the text of a number.</summary>
    SqlValue InTypeOf(ReadInput input, string column, SqlValue value) =>
        RelationOf(input).Columns.FirstOrDefault(known => known.Name == column) is { } known && known.Type != value.Type
        && TypedText.Read(known.Type, ReportCellText.Of(value.Type, value.Value), out _) is { } typed
            ? typed
            : value;

    /// <summary>A parameter without a value restricts nothing, and neither does one of its values with a meaning of its own.</summary>
    bool IsFree(LinkKey key, SqlValue value)
    {
        var text = value.Value is null ? null : ReportCellText.Of(value.Type, value.Value);
        if (key.Unless is { } free && (free == text || (free == "null" && text is null)))
            return true;
        return key.IsParameter
            && (text is null || request.Report.Parameters.First(parameter => parameter.Name == key.Value).Also.Contains(text));
    }

    string? PeriodOf(string column, LinkKey key, SqlValue start)
    {
        if (start.Value is not DateOnly first)
            return null;
        DateOnly? last = row[key.Grain!].Value switch
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
                $"{column} BETWEEN {scope.Dialect.Literal(start)} AND {scope.Dialect.Literal(new(LogicalType.Date, last))}");
    }
}
