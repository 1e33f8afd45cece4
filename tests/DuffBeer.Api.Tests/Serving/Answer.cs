using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace DuffBeer.Api.Tests.Serving;

/// <summary>What a request got.</summary>
sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? MediaType => ContentHeaders.ContentType?.MediaType;

    public string Header(string name) =>
        Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : "";

    /// <summary>Checks that it is a problem with all that belongs to one, and gives the code.</summary>
    public string Problem(HttpStatusCode status)
    {
        Assert.Equal((status, "application/problem+json"), (Status, MediaType));
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.Matches("^[0-9a-f]{32}$", Json.GetProperty("traceId").GetString());
        Assert.NotEmpty(Json.GetProperty("detail").GetString()!);
        var type = Json.GetProperty("type").GetString()!;
        Assert.StartsWith("urn:duffbeer:problem:", type, StringComparison.Ordinal);
        return type["urn:duffbeer:problem:".Length..];
    }
}
