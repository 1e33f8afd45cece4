using System.Text.Json.Nodes;
using DuffBeer.Api.Keys;

namespace DuffBeer.Api.OpenApi;

/// <summary>The ways in which a caller may identify itself.</summary>
static class SecuritySchemes
{
    public static IEnumerable<(string Name, JsonObject Scheme)> Of(ApiAccess access)
    {
        if (access.TakesKeys)
        {
            yield return ("header", new() { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key" });
            yield return ("query", new() { ["type"] = "apiKey", ["in"] = "query", ["name"] = "code" });
        }

        if (access.TakesTokens)
        {
            yield return ("token", new()
            {
                ["type"] = "http",
                ["scheme"] = "bearer",
                ["bearerFormat"] = "JWT",
                ["description"] = "A token of Microsoft Entra for an application (client credentials)",
            });
        }
    }
}
