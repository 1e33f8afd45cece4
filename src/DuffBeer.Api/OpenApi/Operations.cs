using System.Text.Json.Nodes;
using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;

namespace DuffBeer.Api.OpenApi;

/// <summary>One route as an operation of the document.</summary>
static class Operations
{
    /// <summary>Additional answers of a route that needs a key.</summary>
    static readonly IReadOnlyList<ApiAnswer> s_guarded =
        [ApiAnswer.Problem(401, "The key is missing or unknown"), ApiAnswer.Problem(403, "The key does not have the scope")];

    static readonly IReadOnlyList<ApiAnswer> s_guardedWebhook =
        [ApiAnswer.Problem(401, "The key or token is missing, unknown or expired, or does not have the scope; never 403")];

    static readonly ApiAnswer s_noTokenKeys = ApiAnswer.Problem(503, "The token cannot be checked now; Retry-After says when to try again");

    /// <summary>Routes that show or change data refuse unknown parameters; health and docs ignore them.</summary>
    static readonly ApiAnswer s_unknownParameter = ApiAnswer.Problem(400, "The parameter is unknown; errors names it");

    static readonly ApiAnswer s_overloaded = ApiAnswer.Problem(429, "Too many requests; Retry-After says when to try again");

    public static JsonObject Of(ApiRoute route, ApiAccess access)
    {
        var operation = new JsonObject
        {
            ["operationId"] = route.Id,
            ["tags"] = new JsonArray(route.Tag),
            ["summary"] = route.Summary,
        };
        if (route.Parameters.Count > 0)
            operation["parameters"] = new JsonArray([.. route.Parameters.Select(Parameter)]);
        if (route.Body is { } body)
            operation["requestBody"] = Body(route, body);
        operation["responses"] = new JsonObject(
            AnswersOf(route, access).GroupBy(answer => answer.Status).Select(
                answers => KeyValuePair.Create(Text(answers.Key), (JsonNode?)Answer([.. answers]))));
        if (access.IsNeeded && route.Scope is not null)
            operation["security"] = new JsonArray(
                [.. SecuritySchemes.Of(access).Select(scheme => new JsonObject { [scheme.Name] = new JsonArray() })]);
        return operation;
    }

    static IEnumerable<ApiAnswer> AnswersOf(ApiRoute route, ApiAccess access) =>
        route.Answers
            .Concat(RefusesParameters(route) ? [s_unknownParameter] : [])
            .Concat(!access.IsNeeded || route.Scope is null ? [] : route.IsWebhook ? s_guardedWebhook : s_guarded)
            .Concat(access.TakesTokens && route.Scope is not null && !Has(route, s_noTokenKeys.Status) ? [s_noTokenKeys] : [])
            .Append(s_overloaded)
            .OrderBy(answer => answer.Status);

    // A route whose only answer is 404 lists it first.
    static bool RefusesParameters(ApiRoute route) =>
        route.Scope is not null
            && !Has(route, s_unknownParameter.Status)
            && route.Answers.Any(answer => answer.Status < 300);

    static bool Has(ApiRoute route, int status) => route.Answers.Any(answer => answer.Status == status);

    static JsonObject Parameter(ApiParameter parameter)
    {
        var written = new JsonObject
        {
            ["name"] = parameter.Name,
            ["in"] = parameter.In,
            ["description"] = parameter.Description,
            ["schema"] = JsonNode.Parse(parameter.Schema),
        };
        if (parameter.IsRequired)
            written["required"] = true;
        return written;
    }

    static JsonObject Body(ApiRoute route, Type body)
    {
        var content = new JsonObject { ["schema"] = SchemaOf(body) };
        if (route.Example is { } example)
            content["example"] = body == typeof(string) ? JsonValue.Create(example) : JsonNode.Parse(example);
        return new() { ["required"] = !route.IsBodyOptional, ["content"] = new JsonObject { [route.BodyMediaType] = content } };
    }

    /// <param name="forms">The answers of one status: one per media type.</param>
    static JsonObject Answer(IReadOnlyList<ApiAnswer> forms)
    {
        var written = new JsonObject { ["description"] = forms[0].Description };
        var bodies = forms.Where(form => form.MediaType is not null).ToList();
        if (bodies.Count > 0)
            written["content"] = new JsonObject(bodies.Select(form => KeyValuePair.Create(
                form.MediaType!, (JsonNode?)new JsonObject { ["schema"] = SchemaOf(form.Schema!) })));
        return written;
    }

    static JsonObject SchemaOf(Type body) =>
        body == typeof(object) ? new() { ["type"] = new JsonArray("object", "array") }
        : body == typeof(string) ? SchemaOf("string")
        : Schemas.Reference(body.Name);

    static JsonObject SchemaOf(string name) => name switch
    {
        "string" => new() { ["type"] = "string" },
        "object" => new() { ["type"] = "object" },
        _ when name.Contains('|', StringComparison.Ordinal) =>
            new() { ["oneOf"] = new JsonArray([.. name.Split('|').Select(Schemas.Reference)]) },
        _ => Schemas.Reference(name),
    };

    static string Text(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
