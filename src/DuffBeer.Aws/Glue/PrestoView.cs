using System.Text.Json;
using System.Text.Json.Serialization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Glue;

/// <summary>A view in Athena's own format: the text of the view is JSON in base64 behind a marker.</summary>
static class PrestoView
{
    public static TableInput Of(string database, string name, IReadOnlyList<TableColumn> columns, string sql)
    {
        var definition = new ViewDefinition(
            sql, "awsdatacatalog", database, [.. columns.Select(column => new ViewColumn(column.Name, HiveTypes.OfTrino(column.Type)))]);
        var text = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(definition, PrestoViewJson.Default.ViewDefinition));
        return new()
        {
            Name = name,
            TableType = "VIRTUAL_VIEW",
            ViewOriginalText = $"/* Presto View: {text} */",
            ViewExpandedText = "/* Presto View */",
            StorageDescriptor = new() { Columns = [.. columns.Select(HiveTypes.ColumnOf)], Location = "", SerdeInfo = new() },
            PartitionKeys = [],
            Parameters = new Dictionary<string, string> { ["presto_view"] = "true", ["comment"] = "Presto View" },
        };
    }

    /// <summary>A SELECT of all columns of a table.</summary>
    public static string Select(string database, string table, IReadOnlyList<TableColumn> columns) =>
        $"SELECT {string.Join(", ", columns.Select(column => SqlWriter.Name(column.Name)))} FROM "
            + $"{SqlWriter.Name(database)}.{SqlWriter.Name(table)}";

    internal sealed record ViewDefinition(
        [property: JsonPropertyName("originalSql")] string OriginalSql,
        [property: JsonPropertyName("catalog")] string Catalog,
        [property: JsonPropertyName("schema")] string Schema,
        [property: JsonPropertyName("columns")] IReadOnlyList<ViewColumn> Columns);

    internal sealed record ViewColumn([property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("type")] string Type);
}

[JsonSerializable(typeof(PrestoView.ViewDefinition))]
sealed partial class PrestoViewJson : JsonSerializerContext;
