using System.Text.Json.Nodes;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Api.Reports;

/// <summary>JSON Schema of a column's values.</summary>
static class ReportColumnSchema
{
    public static JsonObject Of(LogicalType type) => type.Kind switch
    {
        TypeKind.Int32 => new() { ["type"] = "integer", ["format"] = "int32" },
        TypeKind.Int64 => new() { ["type"] = "integer", ["format"] = "int64" },
        TypeKind.Decimal => new() { ["type"] = "number", ["format"] = type.ToString() },
        TypeKind.Double => new() { ["type"] = "number", ["format"] = "double" },
        TypeKind.Bool => new() { ["type"] = "boolean" },
        TypeKind.Date => new() { ["type"] = "string", ["format"] = "date" },
        TypeKind.Timestamp => new() { ["type"] = "string", ["format"] = "date-time" },
        _ => new() { ["type"] = "string" },
    };

    /// <summary>The same, or null.</summary>
    public static JsonObject OrNull(LogicalType type)
    {
        var schema = Of(type);
        schema["type"] = new JsonArray((string)schema["type"]!, "null");
        return schema;
    }
}
