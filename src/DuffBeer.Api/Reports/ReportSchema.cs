using System.Text.Json.Nodes;
using DuffBeer.Api.OpenApi;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Reports;

namespace DuffBeer.Api.Reports;

/// <summary>JSON Schema of a report's answer: its own parameters and columns, nothing else.</summary>
static class ReportSchema
{
    public static string NameOf(ReportDefinition report) => "Report_" + report.Name.Replace('-', '_');

    public static JsonObject Of(ReportDefinition report)
    {
        var properties = new JsonObject
        {
            ["report"] = new JsonObject { ["const"] = report.Name },
            ["title"] = Text(),
            ["description"] = Text(),
            ["parameters"] = Closed(
                report.Parameters.Select(
                    parameter => (parameter.Name, Described(ReportColumnSchema.OrNull(parameter.Type), parameter.Description)))),
            ["snapshot"] = new JsonObject
            {
                ["oneOf"] = new JsonArray(
                    new JsonObject { ["type"] = "null" },
                    Closed([("id", Text()), ("at", new JsonObject { ["type"] = "string", ["format"] = "date-time" })])),
            },
            ["asOf"] = new JsonObject { ["type"] = new JsonArray("string", "null"), ["format"] = "date" },
            ["chart"] = Described(Text(), "Suggested chart; empty if there is none"),
            ["sort"] = Described(
                ListOf(Closed([("column", Text()), ("descending", new JsonObject { ["type"] = "boolean" })])), "The order of the rows"),
            ["columns"] = ListOf(Schemas.Reference(nameof(ReportColumnAnswer))),
            ["leftOut"] = Described(
                ListOf(
                    Closed([("rule", Text()), ("lines", ReportColumnSchema.Of(LogicalType.Int64)), ("description", Text())])),
                "Rows that the figures of the domain leave out in this snapshot, by rule"),
            ["totalRows"] = Described(ReportColumnSchema.Of(LogicalType.Int64), "Rows of all pages"),
            ["rows"] = ListOf(
                Closed(
                    report.Columns.Select(column => (column.Name, Described(ReportColumnSchema.OrNull(column.Type), column.Description))),
                    areRequired: false)),
            ["notes"] = Described(ListOf(Text()), "Why there are no rows; left out if there are some"),
            ["nextLink"] = Text(),
        };
        return new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray(
                "report", "title", "description", "parameters", "snapshot", "asOf", "chart", "sort", "columns", "leftOut", "totalRows",
                "rows"),
            ["additionalProperties"] = false,
        };
    }

    static JsonObject Text() => new() { ["type"] = "string" };

    static JsonObject ListOf(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    static JsonObject Described(JsonObject schema, string description)
    {
        schema["description"] = description;
        return schema;
    }

    /// <summary>An object with no other properties than these.</summary>
    static JsonObject Closed(IEnumerable<(string Name, JsonObject Schema)> properties, bool areRequired = true)
    {
        var all = properties.ToList();
        return new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(all.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Schema))),
            ["required"] = new JsonArray([.. all.Where(_ => areRequired).Select(property => JsonValue.Create(property.Name))]),
            ["additionalProperties"] = false,
        };
    }
}
