using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Http;

/// <summary>Writes a problem as <c>application/problem+json</c>.</summary>
sealed class ProblemReply(ApiProblem problem) : IResult
{
    public const string MediaType = "application/problem+json";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        if (problem.RetryAfter is { } seconds)
            headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (problem.Allow is { } allow)
            headers.Allow = allow;
        if (problem.Status == StatusCodes.Status401Unauthorized)
            headers.WWWAuthenticate = problem.Challenge;
        headers.CacheControl = "no-store";
        var answer = problem.ToAnswer(httpContext.Request.Path, httpContext.TraceId());
        return new BytesReply(
            JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Readable.ProblemAnswer), MediaType) { Status = problem.Status }
            .ExecuteAsync(httpContext);
    }
}

/// <summary>A problem in the format of RFC 9457.</summary>
public sealed record ProblemAnswer(string Type, string Title, int Status, string Detail)
{
    /// <summary>The path of the request; omitted outside HTTP.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Instance { get; init; }

    /// <summary>The request's id in logs and traces, 32 hex digits; omitted outside HTTP.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }

    /// <summary>The mistakes, by parameter or property; omitted if there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }
}
