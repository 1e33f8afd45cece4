using System.Globalization;
using System.Text.Json;

namespace DuffBeer.Api.Tests.OpenApi;

/// <summary>One operation of the document.</summary>
sealed record Operation(string Id, string Method, string Path, JsonElement Json)
{
    public IEnumerable<int> Statuses =>
        Json.GetProperty("responses").EnumerateObject().Select(answer => int.Parse(answer.Name, CultureInfo.InvariantCulture));

    public bool IsGuarded => Json.TryGetProperty("security", out _);

    public bool HasBody => Json.TryGetProperty("requestBody", out _);

    /// <summary>Media type of the body that it takes.</summary>
    public string BodyType => Json.GetProperty("requestBody").GetProperty("content").EnumerateObject().Single().Name;

    /// <summary>Media type and schema of an answer, as a caller gets it who names no type; null where it has no body.</summary>
    public (string MediaType, JsonElement Schema)? AnswerOf(int status) =>
        Json.GetProperty("responses").GetProperty(status.ToString(CultureInfo.InvariantCulture)).TryGetProperty("content", out var content)
            ? (content.EnumerateObject().First().Name, content.EnumerateObject().First().Value.GetProperty("schema"))
            : null;

    public static IEnumerable<Operation> AllOf(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select new Operation(
            method.Value.GetProperty("operationId").GetString()!, method.Name.ToUpperInvariant(), "/api" + path.Name, method.Value);
}
