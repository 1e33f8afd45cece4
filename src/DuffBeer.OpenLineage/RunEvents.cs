using System.Globalization;
using System.Text.Json.Nodes;

namespace DuffBeer.OpenLineage;

/// <summary>A job, its run, and what the run reads and writes.</summary>
sealed record RunEvent(string Type, DateTimeOffset Time, string RunId, string Job)
{
    public JsonObject RunFacets { get; init; } = [];
    public JsonObject JobFacets { get; init; } = [];
    public IReadOnlyList<JsonObject> Inputs { get; init; } = [];
    public IReadOnlyList<JsonObject> Outputs { get; init; } = [];
}

/// <summary>Writes events as the spec 2-0-2 does.</summary>
static class RunEvents
{
    public static JsonObject Write(RunEvent run, string jobNamespace) => new()
    {
        ["eventType"] = run.Type,
        ["eventTime"] = Time(run.Time),
        ["producer"] = Facets.Producer,
        ["schemaURL"] = Facets.SchemaOfRunEvents,
        ["run"] = new JsonObject { ["runId"] = run.RunId, ["facets"] = run.RunFacets },
        ["job"] = new JsonObject { ["namespace"] = jobNamespace, ["name"] = run.Job, ["facets"] = run.JobFacets },
        ["inputs"] = new JsonArray([.. run.Inputs]),
        ["outputs"] = new JsonArray([.. run.Outputs]),
    };

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <param name="facets">Facets of the dataset itself.</param>
    /// <param name="kind"><c>inputFacets</c> or <c>outputFacets</c>; null for neither.</param>
    /// <param name="others">Facets of its use in this run.</param>
    public static JsonObject Dataset(DatasetName name, JsonObject facets, string? kind = null, JsonObject? others = null)
    {
        facets["dataSource"] = Facets.DataSource(name);
        var dataset = new JsonObject { ["namespace"] = name.Namespace, ["name"] = name.Name, ["facets"] = facets };
        if (kind is not null && others is { Count: > 0 })
            dataset[kind] = others;
        return dataset;
    }
}
