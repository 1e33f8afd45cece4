using System.Globalization;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>Turns a request into a statement: the report's SELECT, cast to its columns, in order, one page of it.</summary>
public static class ReportQuery
{
    /// <summary>Asks for one row more than the page holds, which tells whether there is another page.</summary>
    public static Statement Render(ReportRequest request, SqlScope scope)
    {
        var rows = (scope with { Parameters = request.Values }).Render(request.Report.Sql);
        var columns = string.Join(",\n    ", request.Report.Columns.Select(column =>
            $"{scope.Dialect.Cast(SqlName.Quote(column.Name), column.Type)} AS {SqlName.Quote(column.Name)}"));
        var order = string.Join(", ", request.Sort.Select(key => $"{SqlName.Quote(key.Column)} {(key.Descending ? "DESC" : "ASC")} NULLS LAST"));
        var page = request.Limit is { } limit
            ? string.Create(CultureInfo.InvariantCulture, $"\nOFFSET {request.Offset} LIMIT {limit + 1}")
            : "";
        return rows with
        {
            Sql = $"SELECT\n    {columns}\nFROM (\n{rows.Sql}\n) AS report\nORDER BY {order}{page}",
            FirstLine = rows.FirstLine - request.Report.Columns.Count - 2,
        };
    }
}
