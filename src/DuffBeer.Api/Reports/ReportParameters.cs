using System.Globalization;
using System.Text.Json.Nodes;
using DuffBeer.Api.Http;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Reports;

namespace DuffBeer.Api.Reports;

/// <summary>The parameters of a report, as described in the OpenAPI document.</summary>
static class ReportParameters
{
    public static readonly ApiParameter Format = new(
        "format", "query", """{"type":"string","enum":["json","csv"]}""", "Overrides the Accept header");

    public static readonly ApiParameter Snapshot = new(
        "snapshot", "query", """{"type":"string"}""", "Id or name of the snapshot to read from (default: the current one)");

    public static readonly ApiAnswer SnapshotGone = ApiAnswer.Problem(410, "The snapshot no longer exists");

    static readonly ApiAnswer s_snapshotUnfit = ApiAnswer.Problem(
        409, "The snapshot was built with other definitions and lacks what the report reads; a refresh builds one that fits");

    /// <summary>Every answer of a report except its rows.</summary>
    public static readonly IReadOnlyList<ApiAnswer> OtherAnswers =
    [
        ApiAnswer.NotModified,
        ApiAnswer.Problem(400, "A parameter is invalid; errors names each"),
        ApiAnswer.Problem(404, "There is no such snapshot"),
        s_snapshotUnfit,
        SnapshotGone,
    ];

    /// <summary>The answer as JSON and as CSV.</summary>
    public static IEnumerable<ApiAnswer> Answers(ReportDefinition report, string description) =>
    [
        new(
            200,
            $"{description} As JSON one page; as CSV, also at {DuffBeerApi.Prefix}/reports/{report.Name}.csv, all rows or as many as limit "
                + "says. In CSV, text that a spreadsheet would read as a formula is escaped.",
            "application/json",
            ReportSchema.NameOf(report)),
        new(200, description, "text/csv", "string"),
    ];

    public static IEnumerable<ApiParameter> Of(ReportDefinition report) => report.Parameters.Select(parameter =>
        new ApiParameter(parameter.Name, "query", SchemaOf(parameter).ToJsonString(), parameter.Description, parameter.Required));

    public static IEnumerable<ApiParameter> Common(ReportDefinition report)
    {
        yield return new(
            "limit",
            "query",
            $$"""{"type":"integer","minimum":1,"maximum":{{Number(ReportDefinition.MostRows)}}}""",
            $"Rows per page (default: {Number(report.Limit)})");
        yield return new("next", "query", """{"type":"string"}""", "Continuation token: the next of the previous page's nextLink");
        yield return Snapshot;
        yield return new(
            "columns",
            "query",
            """{"type":"string"}""",
            $"The columns of each row (default: all): one or more of {string.Join(", ", report.Columns.Select(column => column.Name))}");
        if (report.Period is not null)
            yield return new(
                "fill",
                "query",
                """{"type":"string","enum":["zero","none"],"default":"none"}""",
                "zero: a row of zeros for every period without one, from the first row to the as-of date");
        if (report.Sortable.Count > 0)
            yield return new(
                "sort",
                "query",
                """{"type":"string"}""",
                $"One or more of {string.Join(", ", report.Sortable)}, separated by commas, each with - before it for descending");
    }

    static JsonObject SchemaOf(ReportParameter parameter)
    {
        var schema = ReportColumnSchema.Of(parameter.Type);
        if (parameter.OneOf.Count > 0)
            schema["enum"] = new JsonArray([.. parameter.OneOf.Select(value => JsonValue.Create(value))]);
        if (parameter.Default is { Value: { } value })
            schema["default"] = JsonNode.Parse(parameter.Type.Kind is TypeKind.String or TypeKind.Date or TypeKind.Timestamp
                ? System.Text.Json.JsonSerializer.Serialize(ReportCellText.Of(parameter.Type, value), ApiJson.Readable.String)
                : ReportCellText.Of(parameter.Type, value));
        return schema;
    }

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
