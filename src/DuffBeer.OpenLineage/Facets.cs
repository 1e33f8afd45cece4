using System.Reflection;
using System.Text.Json.Nodes;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.OpenLineage;

/// <summary>The facets that our events have, in the versions of the <a href="https://openlineage.io/docs/spec/facets/">spec</a>.</summary>
static class Facets
{
    const string Spec = "https://openlineage.io/spec";

    static readonly string s_version = typeof(Facets).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+')[0];

    /// <summary>Names this program in events.</summary>
    public static string Producer { get; } = $"urn:duffbeer:{s_version}";

    public static string SchemaOfRunEvents => $"{Spec}/2-0-2/OpenLineage.json#/$defs/RunEvent";

    public static JsonObject Engine() => Of(
        "ProcessingEngineRunFacet", "1-1-1",
        new() { ["version"] = s_version, ["name"] = "DuffBeer", ["openlineageAdapterVersion"] = s_version });

    public static JsonObject NominalTime(DateTimeOffset time) => Of(
        "NominalTimeRunFacet", "1-0-1", new() { ["nominalStartTime"] = RunEvents.Time(time) });

    /// <summary>The meaning of the code only: the problem's own message may quote cells.</summary>
    public static JsonObject Error(ProblemCode code) => Of(
        "ErrorMessageRunFacet", "1-0-1",
        new() { ["message"] = $"{code}: {ProblemCodes.Describe(code).Meaning}", ["programmingLanguage"] = "C#" });

    public static JsonObject Parent(string run, string jobNamespace, string job) => Of(
        "ParentRunFacet", "1-2-0",
        new()
        {
            ["run"] = new JsonObject { ["runId"] = run },
            ["job"] = new JsonObject { ["namespace"] = jobNamespace, ["name"] = job },
            ["root"] = new JsonObject
            {
                ["run"] = new JsonObject { ["runId"] = run },
                ["job"] = new JsonObject { ["namespace"] = jobNamespace, ["name"] = job },
            },
        });

    public static JsonObject JobType(string type) => Of(
        "JobTypeJobFacet", "2-0-4", new() { ["processingType"] = "BATCH", ["integration"] = "DUFFBEER", ["jobType"] = type });

    public static JsonObject Documentation(string text) => Of("DocumentationJobFacet", "1-1-0", new() { ["description"] = text });

    public static JsonObject Ownership(string owner) => Of(
        "OwnershipJobFacet", "1-0-1",
        new() { ["owners"] = new JsonArray(new JsonObject { ["name"] = owner, ["type"] = "OWNER" }) });

    public static JsonObject Sql(string query, string dialect) => Of(
        "SQLJobFacet", "1-1-0", new() { ["query"] = query, ["dialect"] = dialect });

    public static JsonObject Schema(IEnumerable<TableColumn> columns) => Of(
        "SchemaDatasetFacet", "1-2-0",
        new()
        {
            ["fields"] = new JsonArray(
            [
                .. columns.Select((column, index) =>
                {
                    var field = new JsonObject
                    {
                        ["name"] = column.Name, ["type"] = column.Type.ToString(), ["ordinal_position"] = index + 1,
                    };
                    if (column.Description.Length > 0)
                        field["description"] = column.Description;
                    return field;
                }),
            ]),
        });

    public static JsonObject DataSource(DatasetName dataset) => Of(
        "DatasourceDatasetFacet", "1-0-1", new() { ["name"] = dataset.Namespace, ["uri"] = dataset.SourceUri });

    public static JsonObject Version(string version) => Of("DatasetVersionDatasetFacet", "1-0-1", new() { ["datasetVersion"] = version });

    /// <param name="fields">Column → the columns of inputs that it is made of.</param>
    public static JsonObject ColumnLineage(JsonObject fields) => Of("ColumnLineageDatasetFacet", "1-2-0", new() { ["fields"] = fields });

    /// <param name="bytes">Null if unknown.</param>
    /// <param name="files">Null if unknown.</param>
    public static JsonObject OutputStatistics(long rows, long? bytes, int? files)
    {
        var body = new JsonObject { ["rowCount"] = rows };
        if (bytes is { } size)
            body["size"] = size;
        if (files is { } count)
            body["fileCount"] = count;
        return Of("OutputStatisticsOutputDatasetFacet", "1-0-2", body);
    }

    /// <param name="rows">Null if they were not counted.</param>
    public static JsonObject InputStatistics(long? rows, long bytes)
    {
        var body = new JsonObject { ["size"] = bytes, ["fileCount"] = 1 };
        if (rows is { } counted)
            body["rowCount"] = counted;
        return Of("InputStatisticsInputDatasetFacet", "1-0-0", body);
    }

    public static JsonObject Assertions(JsonArray assertions) => Of(
        "DataQualityAssertionsDatasetFacet", "1-1-0", new() { ["assertions"] = assertions });

    static JsonObject Of(string name, string version, JsonObject body)
    {
        body["_producer"] = Producer;
        body["_schemaURL"] = $"{Spec}/facets/{version}/{name}.json#/$defs/{name}";
        return body;
    }
}
