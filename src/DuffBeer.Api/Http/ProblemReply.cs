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
            headers.WWWAuthenticate = "ApiKey";
        headers.CacheControl = "no-store";
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new(
                $"urn:duffbeer:problem:{problem.Code}", problem.Title, problem.Status, problem.Detail, httpContext.Request.Path, httpContext.TraceId(),
                problem.Errors?.ToDictionary(error => error.Key, error => (IReadOnlyList<string>)[error.Value])),
            ApiJson.Readable.ProblemAnswer);
        return new BytesReply(json, MediaType) { Status = problem.Status }.ExecuteAsync(httpContext);
    }
}

/// <param name="Instance">The path that was asked.</param>
/// <param name="TraceId">What logs and traces know the request by: 32 hex digits.</param>
/// <param name="Errors">By parameter or property; left out where no one of them is at fault.</param>
public sealed record ProblemAnswer(
    string Type, string Title, int Status, string Detail, string Instance, string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors);
