using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DuffBeer.Tests.Shared;

/// <summary>
/// What version 2-0-2 of OpenLineage requires of the events and facets that we send. A facet that is not listed here must not be sent
/// before its rules are added.
/// </summary>
static partial class LineageRules
{
    /// <summary>Facet → version, keys that it needs, and where it may be.</summary>
    static readonly Dictionary<string, (string Version, string[] Needs, string Place)> s_facets = new()
    {
        ["ProcessingEngineRunFacet"] = ("1-1-1", ["version"], "run"),
        ["NominalTimeRunFacet"] = ("1-0-1", ["nominalStartTime"], "run"),
        ["ErrorMessageRunFacet"] = ("1-0-1", ["message", "programmingLanguage"], "run"),
        ["ParentRunFacet"] = ("1-2-0", ["run", "job", "root"], "run"),
        ["JobTypeJobFacet"] = ("2-0-4", ["processingType", "integration"], "job"),
        ["DocumentationJobFacet"] = ("1-1-0", ["description"], "job"),
        ["OwnershipJobFacet"] = ("1-0-1", ["owners"], "job"),
        ["SQLJobFacet"] = ("1-1-0", ["query"], "job"),
        ["SchemaDatasetFacet"] = ("1-2-0", ["fields"], "facets"),
        ["DatasourceDatasetFacet"] = ("1-0-1", ["name", "uri"], "facets"),
        ["DatasetVersionDatasetFacet"] = ("1-0-1", ["datasetVersion"], "facets"),
        ["ColumnLineageDatasetFacet"] = ("1-2-0", ["fields"], "facets"),
        ["OutputStatisticsOutputDatasetFacet"] = ("1-0-2", ["rowCount", "size", "fileCount"], "outputFacets"),
        ["InputStatisticsInputDatasetFacet"] = ("1-0-0", ["size", "fileCount"], "inputFacets"),
        ["DataQualityAssertionsDatasetFacet"] = ("1-1-0", ["assertions"], "inputFacets"),
    };

    /// <summary>Every mistake of an event.</summary>
    public static IEnumerable<string> Broken(JsonElement lineage)
    {
        if (Text(lineage, "eventType") is not ("START" or "COMPLETE" or "FAIL" or "ABORT"))
            yield return "eventType";
        var time = Text(lineage, "eventTime");
        if (!DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out _) || time[^1] != 'Z')
            yield return "eventTime";
        if (!Uri.IsWellFormedUriString(Text(lineage, "producer"), UriKind.Absolute))
            yield return "producer";
        if (Text(lineage, "schemaURL") != "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent")
            yield return "schemaURL";
        if (!Uuid().IsMatch(Text(lineage.GetProperty("run"), "runId")))
            yield return "runId";
        foreach (var broken in Facets(lineage.GetProperty("run").GetProperty("facets"), "run")
                     .Concat(Facets(lineage.GetProperty("job").GetProperty("facets"), "job"))
                     .Concat(Datasets(lineage, "inputs", "inputFacets"))
                     .Concat(Datasets(lineage, "outputs", "outputFacets")))
            yield return broken;
        if (Text(lineage.GetProperty("job"), "namespace").Length == 0 || Text(lineage.GetProperty("job"), "name").Length == 0)
            yield return "job";
    }

    static IEnumerable<string> Datasets(JsonElement lineage, string list, string kind)
    {
        foreach (var dataset in lineage.GetProperty(list).EnumerateArray())
        {
            var (space, name) = (Text(dataset, "namespace"), Text(dataset, "name"));
            if (!(space == "file" && name.StartsWith('/')) && !(Bucket().IsMatch(space) && name.Length > 0 && name[0] != '/'))
                yield return $"{list}: {space} {name}";
            foreach (var property in dataset.EnumerateObject().Where(property => property.Name is not ("namespace" or "name")))
            {
                if (property.Name != "facets" && property.Name != kind)
                    yield return $"{list}: {property.Name}";
                foreach (var broken in Facets(property.Value, property.Name))
                    yield return broken;
            }
        }
    }

    static IEnumerable<string> Facets(JsonElement facets, string place)
    {
        foreach (var (key, facet) in facets.EnumerateObject().Select(facet => (facet.Name, facet.Value)))
        {
            var name = Text(facet, "_schemaURL").Split('/')[^1];
            if (!s_facets.TryGetValue(name, out var rule))
                yield return $"{key}: no rules for {name}";
            else if (Text(facet, "_schemaURL") != $"https://openlineage.io/spec/facets/{rule.Version}/{name}.json#/$defs/{name}")
                yield return $"{key}: {Text(facet, "_schemaURL")}";
            else if (rule.Place != place)
                yield return $"{key} among {place}";
            else if (rule.Needs.Append("_producer").FirstOrDefault(need => !facet.TryGetProperty(need, out _)) is { } missing)
                yield return $"{key}: {missing} is missing";
        }
    }

    static string Text(JsonElement owner, string key) => owner.TryGetProperty(key, out var value) ? value.GetString() ?? "" : "";

    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex Uuid();

    [GeneratedRegex("^s3://[a-z0-9.-]{3,63}$")]
    private static partial Regex Bucket();
}
