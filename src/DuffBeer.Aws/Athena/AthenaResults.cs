using System.Globalization;
using System.Runtime.CompilerServices;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Athena;

/// <summary>Reads a query's result, page by page, into typed rows.</summary>
sealed class AthenaResults(AthenaClient client)
{
    public async Task<QueryResult> ReadAsync(QueryExecution execution, CancellationToken cancellationToken)
    {
        IReadOnlyList<TableColumn> columns = [];
        var rows = new List<object?[]>();
        await foreach (var page in PagesAsync(execution, cancellationToken))
        {
            columns = page.Columns;
            rows.AddRange(page.Rows);
        }

        return new(columns, rows) { Cost = AthenaQueries.CostOf(execution) };
    }

    /// <summary>The result page by page, at least one; some pages may have no rows.</summary>
    public async IAsyncEnumerable<(IReadOnlyList<TableColumn> Columns, IReadOnlyList<object?[]> Rows)> PagesAsync(
        QueryExecution execution, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TableColumn[]? columns = null;
        string? next = null;
        var pages = new Continuation(
            $"athena:GetQueryResults of the query {execution.QueryExecutionId}", ProblemCode.EngineUnavailable);
        do
        {
            var page = await client.GetQueryResultsAsync(new(execution.QueryExecutionId, next, AthenaClient.MaxResults), cancellationToken);
            var isFirst = columns is null;
            columns ??=
            [
                .. (page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).Select(column => new TableColumn(column.Name, TypeOf(column)))
            ];
            var rows = page.ResultSet?.Rows ?? [];
            // The first row of a SELECT's first page repeats the column names.
            var header = isFirst && rows is [var first, ..] && IsHeader(first, columns) ? 1 : 0;
            yield return (columns, [.. rows.Skip(header).Select(row => Read(row, columns))]);
            next = pages.Next(!string.IsNullOrEmpty(page.NextToken), page.NextToken);
        }
        while (next is not null);
    }

    /// <summary>Rows that a CREATE TABLE AS or an INSERT wrote; null if Athena does not report them.</summary>
    public async Task<long?> WrittenAsync(QueryExecution execution, CancellationToken cancellationToken) =>
        (await client.GetQueryResultsAsync(new(execution.QueryExecutionId), cancellationToken)).UpdateCount;

    static bool IsHeader(Row row, TableColumn[] columns) =>
        row.Data is { } data
            && data.Count == columns.Length
            && data.Index().All(cell => cell.Item.VarCharValue == columns[cell.Index].Name);

    static object?[] Read(Row row, TableColumn[] columns)
    {
        var values = new object?[columns.Length];
        for (var index = 0; index < values.Length; index++)
        {
            if (row.Data is { } data && index < data.Count && data[index].VarCharValue is { } text)
                values[index] = Value(text, columns[index]);
        }

        return values;
    }

    static LogicalType TypeOf(ColumnInfo column) => column.Type.Split('(')[0].ToLowerInvariant() switch
    {
        "tinyint" or "smallint" or "integer" or "int" => LogicalType.Int32,
        "bigint" => LogicalType.Int64,
        "decimal" => LogicalType.Decimal(column.Precision ?? 38, column.Scale ?? 0),
        "double" or "real" or "float" => LogicalType.Double,
        "boolean" => LogicalType.Bool,
        "date" => LogicalType.Date,
        "timestamp" or "timestamp with time zone" => LogicalType.Timestamp,
        _ => LogicalType.String,
    };

    static object Value(string text, TableColumn column)
    {
        var culture = CultureInfo.InvariantCulture;
        try
        {
            return column.Type.Kind switch
            {
                TypeKind.Int32 => int.Parse(text, NumberStyles.AllowLeadingSign, culture),
                TypeKind.Int64 => long.Parse(text, NumberStyles.AllowLeadingSign, culture),
                TypeKind.Decimal => decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, culture),
                TypeKind.Double => double.Parse(text, NumberStyles.Float, culture),
                TypeKind.Bool => bool.Parse(text),
                TypeKind.Date => DateOnly.ParseExact(text, "yyyy-MM-dd", culture),
                TypeKind.Timestamp =>
                    DateTime.Parse(
                        text.EndsWith(" UTC", StringComparison.Ordinal) ? text[..^4] : text,
                        culture,
                        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
                _ => text,
            };
        }
        catch (Exception unfit) when (unfit is FormatException or OverflowException)
        {
            throw new TerminalException(ProblemCode.ModelFailed,
                $"Column {column.Name} ({column.Type}) has a value that does not fit: {unfit.Message} Cast it to a narrower type in the "
                    + "SELECT.",
                unfit);
        }
    }
}
