using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>Renders a request as a statement: the report's SELECT, cast to its columns, ordered, one page of it.</summary>
public static class ReportQuery
{
    /// <summary>Fetches one row more than the page holds, to detect another page.</summary>
    public static Statement Render(ReportRequest request, SqlScope scope)
    {
        var rows = (scope with { Parameters = request.Values }).Render(request.Report.Sql);
        var columns = string.Join(",\n    ", request.Columns.Select(column =>
            $"{scope.Dialect.Cast(SqlName.Quote(column.Name), column.Type)} AS {SqlName.Quote(column.Name)}"));
        var order = string.Join(
            ", ", request.Sort.Select(key => $"{SqlName.Quote(key.Column)} {(key.Descending ? "DESC" : "ASC")} NULLS LAST"));
        var (page, values) = PageOf(request, scope.Dialect);
        return rows with
        {
            Sql = $"SELECT\n    {columns}\nFROM (\n{rows.Sql}\n) AS report\nORDER BY {order}{page}",
            Parameters = [.. rows.Parameters, .. values],
            FirstLine = rows.FirstLine - request.Columns.Count - 2,
        };
    }

    /// <summary>Counts the rows of all pages.</summary>
    public static Statement RenderCount(ReportRequest request, SqlScope scope)
    {
        var rows = (scope with { Parameters = request.Values }).Render(request.Report.Sql);
        var count = scope.Dialect.Cast("COUNT(*)", LogicalType.Int64);
        return rows with { Sql = $"SELECT {count} AS row_count\nFROM (\n{rows.Sql}\n) AS report", FirstLine = rows.FirstLine - 2 };
    }

    static (string Sql, IReadOnlyList<SqlValue> Values) PageOf(ReportRequest request, ISqlDialect dialect)
    {
        if (request is { Limit: null, Offset: 0 })
            return ("", []);
        var most = request.Limit + 1L;
        if (!dialect.BindsPages)
            return (string.Create(CultureInfo.InvariantCulture, $"\nOFFSET {request.Offset}{(most is null ? "" : " LIMIT ")}{most}"), []);
        var offset = new SqlValue(LogicalType.Int64, request.Offset);
        return most is null ? ("\nOFFSET ?", [offset]) : ("\nOFFSET ? LIMIT ?", [offset, new(LogicalType.Int64, most)]);
    }
}
