using System.Globalization;
using System.Text.Json.Nodes;
using DuffBeer.FakeAws.Wire;
using DuffBeer.Core.Contracts;

namespace DuffBeer.FakeAws.Athena;

/// <summary>Pages of a result: every cell is text, and the first row of a SELECT's first page has the column names.</summary>
static class QueryPages
{
    public static JsonObject Of(QueryRun run, JsonObject input, int mostRows)
    {
        if (run.State != "SUCCEEDED")
            throw new WireException(400, "InvalidRequestException", $"Query did not finish successfully. Final query state: {run.State}");
        if (run.Result is not { } result)
            return new()
            {
                ["UpdateCount"] = run.UpdateCount ?? 0,
                ["ResultSet"] = new JsonObject
                {
                    ["Rows"] = new JsonArray(),
                    ["ResultSetMetadata"] = new JsonObject { ["ColumnInfo"] = new JsonArray() },
                },
            };

        var first = input["NextToken"] is { } token ? int.Parse(token.GetValue<string>(), CultureInfo.InvariantCulture) : 0;
        var size = Math.Min(input["MaxResults"]?.GetValue<int>() ?? 1000, mostRows);
        var header = new JsonObject
        {
            ["Data"] = new JsonArray([.. result.Columns.Select(column => new JsonObject { ["VarCharValue"] = column.Name })]),
        };
        var rows = result.Rows.Skip(Math.Max(first - 1, 0))
            .Take(first == 0 ? size - 1 : size)
            .Select(row => new JsonObject { ["Data"] = new JsonArray([.. row.Select(Cell)]) });
        var answer = new JsonObject
        {
            ["UpdateCount"] = 0,
            ["ResultSet"] = new JsonObject
            {
                ["Rows"] = new JsonArray([.. first == 0 ? rows.Prepend(header) : rows]),
                ["ResultSetMetadata"] = new JsonObject { ["ColumnInfo"] = new JsonArray([.. result.Columns.Select(Info)]) },
            },
        };
        if (first + size < result.Rows.Count + 1)
            answer["NextToken"] = (first + size).ToString(CultureInfo.InvariantCulture);
        return answer;
    }

    static JsonObject Info(TableColumn column) => new()
    {
        ["CatalogName"] = "hive",
        ["Name"] = column.Name,
        ["Label"] = column.Name,
        ["Type"] = column.Type.Kind switch
        {
            TypeKind.Int32 => "integer",
            TypeKind.Int64 => "bigint",
            TypeKind.Decimal => "decimal",
            TypeKind.Bool => "boolean",
            TypeKind.String => "varchar",
            var kind => kind.ToString().ToLowerInvariant(),
        },
        ["Precision"] = column.Type.Precision,
        ["Scale"] = column.Type.Scale,
        ["Nullable"] = "UNKNOWN",
    };

    static JsonObject Cell(object? value) => value is null ? [] : new()
    {
        ["VarCharValue"] = value switch
        {
            bool truth => truth ? "true" : "false",
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
            double number when double.IsInteger(number) && Math.Abs(number) < 1e7 => number.ToString("0.0", CultureInfo.InvariantCulture),
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        },
    };
}
