using System.Text.Json.Nodes;
using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Reports;

namespace DuffBeer.Api.OpenApi;

/// <summary>The API's description as OpenAPI 3.1, generated from the routes.</summary>
public sealed class OpenApiDocument
{
    readonly Lazy<byte[]> _json;

    internal OpenApiDocument(IReadOnlyList<ApiRoute> routes, IReadOnlyList<ReportDefinition> reports, ApiAccess access) => _json = new(
        () => System.Text.Encoding.UTF8.GetBytes(Write(routes, reports, access).ToJsonString(ApiJson.Readable.Options)));

    /// <summary>The document in UTF-8.</summary>
    public byte[] Json => _json.Value;

    static JsonObject Write(IReadOnlyList<ApiRoute> routes, IReadOnlyList<ReportDefinition> reports, ApiAccess access)
    {
        var paths = new JsonObject();
        foreach (var path in routes.Where(route => route.IsDocumented).GroupBy(route => route.Template))
            paths[path.Key] = new JsonObject(
                path.Select(route => KeyValuePair.Create(route.Method.ToLowerInvariant(), (JsonNode?)Operations.Of(route, access))));

        var components = new JsonObject { ["schemas"] = Schemas.Of(reports) };
        if (access.IsNeeded)
            components["securitySchemes"] = new JsonObject(
                SecuritySchemes.Of(access).Select(scheme => KeyValuePair.Create(scheme.Name, (JsonNode?)scheme.Scheme)));

        return new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "DuffBeer",
                ["version"] = "1",
                ["summary"] = "Order CSVs in; validated tables, models and reports out.",
                ["description"] = "Numbers are JSON numbers, decimals exact. Every report names the snapshot that it was read from. "
                    + "Errors are problems of RFC 9457.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = DuffBeerApi.Prefix }),
            ["tags"] = new JsonArray([.. routes.Select(route => route.Tag).Distinct().Select(tag => new JsonObject { ["name"] = tag })]),
            ["paths"] = paths,
            ["components"] = components,
        };
    }
}
