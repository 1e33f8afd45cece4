using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models;

/// <summary>
/// Audits that need no file: <c>unique(columns)</c>, <c>not_null(column)</c>, <c>accepted(column, values)</c>, <c>relates(column,
/// model.column)</c>.
/// </summary>
public static class BuiltInAudit
{
    public static readonly IReadOnlyList<HeaderKey> All =
    [
        new("unique(column, …)", "No two rows have the same values in these columns"),
        new("not_null(column)", "Every row has a value"),
        new("accepted(column, value, …)", "Every value is one of these; null is allowed"),
        new("relates(column, model.column)", "Every value occurs in that column of the other model; null is allowed"),
    ];

    public static readonly IReadOnlyList<string> Usages = [.. All.Select(audit => audit.Name)];

    public static bool Has(string name) => Usages.Any(usage => usage.StartsWith(name + "(", StringComparison.Ordinal));

    /// <summary>Null, and an error with the model's file and line, if the call is wrong.</summary>
    public static Audit? For(
        AuditCall call, SqlModel model, IReadOnlyDictionary<string, SqlModel> models, ICollection<DefinitionError> errors)
    {
        if (Mistake(call, model, models) is { } mistake)
        {
            errors.Add(new(model.File, call.Line, 1, $"{call}: {mistake}"));
            return null;
        }

        var (sql, description) = Select(call, model);
        return new(
            $"{model.Name}.{call}", model.Name, SqlTemplateParser.Parse(model.File, sql, call.Line, errors), description, model.File);
    }

    static string? Mistake(AuditCall call, SqlModel model, IReadOnlyDictionary<string, SqlModel> models)
    {
        var columns = call.Name == "unique" ? call.Arguments : [.. call.Arguments.Take(1)];
        if (columns.FirstOrDefault(column => !model.HasColumn(column)) is { } unknown)
            return $"there is no column {unknown} in {model.Name}";

        var isRight = call.Name switch
        {
            "unique" => call.Arguments.Count >= 1,
            "not_null" => call.Arguments.Count == 1,
            "accepted" => call.Arguments.Count >= 2,
            _ => call.Arguments.Count == 2 && call.Arguments[1].Split('.').Length == 2,
        };
        if (!isRight)
            return $"expected {Usages.First(usage => usage.StartsWith(call.Name, StringComparison.Ordinal))}";
        if (call.Name != "relates")
            return null;
        var parent = call.Arguments[1].Split('.');
        return models.TryGetValue(parent[0], out var target) && target.HasColumn(parent[1])
            ? null
            : $"there is no column {parent[1]} of a model {parent[0]}";
    }

    static (string Sql, string Description) Select(AuditCall call, SqlModel model)
    {
        var table = $"{{{{ ref('{model.Name}') }}}}";
        var columns = string.Join(", ", call.Arguments.Select(SqlName.Quote));
        var column = SqlName.Quote(call.Arguments[0]);
        switch (call.Name)
        {
            case "unique":
                return ($"SELECT {columns}, COUNT(*) AS occurrences FROM {table} GROUP BY {columns} HAVING COUNT(*) > 1",
                    $"No two rows have the same {string.Join(", ", call.Arguments)}");
            case "not_null":
                return ($"SELECT * FROM {table} WHERE {column} IS NULL", $"Every row has a {call.Arguments[0]}");
            case "accepted":
                var values = string.Join(
                    ", ", call.Arguments.Skip(1).Select(value => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'"));
                return ($"SELECT {column}, COUNT(*) AS occurrences FROM {table} WHERE CAST({column} AS VARCHAR) NOT IN ({values}) GROUP "
                    + $"BY {column}",
                    $"{call.Arguments[0]} is one of {string.Join(", ", call.Arguments.Skip(1))}");
            default:
                var parent = call.Arguments[1].Split('.');
                var parentColumn = SqlName.Quote(parent[1]);
                // NOT IN, because DuckDB would scan both tables again for the equivalent NOT EXISTS.
                return ($"SELECT {column}, COUNT(*) AS occurrences FROM {table} "
                    + $"WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT {parentColumn} FROM {{{{ ref('{parent[0]}') }}}} WHERE "
                    + $"{parentColumn} IS NOT NULL) GROUP BY {column}",
                    $"Every {call.Arguments[0]} is a {call.Arguments[1]}");
        }
    }
}
