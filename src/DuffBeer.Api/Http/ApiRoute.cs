using DuffBeer.Api.Keys;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Http;

/// <summary>Answers one request of a route.</summary>
public delegate Task<IResult> ApiAction(ApiCall call, CancellationToken cancellationToken);

/// <summary>One path and method: scope, parameters, answers and action.</summary>
/// <param name="Template">Path below <c>/api</c>, such as <c>/runs/{id}</c>; a name in braces matches one segment.</param>
/// <param name="Scope">Null if no key is needed.</param>
public sealed record ApiRoute(string Method, string Template, Scope? Scope, ApiAction Action)
{
    /// <summary>True if a caller without the scope gets 401, not 403, which EventBridge would not repeat.</summary>
    public bool IsWebhook { get; init; }

    public required string Id { get; init; }
    public required string Tag { get; init; }
    public required string Summary { get; init; }
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>Type of the body; null if there is none, <see cref="string"/> if it is not JSON.</summary>
    public Type? Body { get; init; }

    public string BodyMediaType { get; init; } = MediaTypes.Json;

    /// <summary>True if the body is optional.</summary>
    public bool IsBodyOptional { get; init; }

    /// <summary>An example of the body, as it is sent.</summary>
    public string? Example { get; init; }

    /// <summary>False for a second path of what the document describes under another.</summary>
    public bool IsDocumented { get; init; } = true;
    public required IReadOnlyList<ApiAnswer> Answers { get; init; }

    /// <summary>The path's segments.</summary>
    internal IReadOnlyList<string> Segments { get; } = Template.Split('/', StringSplitOptions.RemoveEmptyEntries);
}

/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Schema">JSON Schema of the value, as JSON.</param>
public sealed record ApiParameter(string Name, string In, string Schema, string Description, bool IsRequired = false);

/// <summary>One possible answer.</summary>
/// <param name="Schema">Name of a schema in the document, or <c>string</c>; null for no body.</param>
public sealed record ApiAnswer(int Status, string Description, string? MediaType = null, string? Schema = null)
{
    public static ApiAnswer Json<T>(int status, string description) => new(status, description, "application/json", typeof(T).Name);

    /// <summary>The answer to a caller who has the current one.</summary>
    public static readonly ApiAnswer NotModified = new(304, "Nothing has changed since the tag in If-None-Match");

    public static ApiAnswer Problem(int status, string description) =>
        new(status, description, ProblemReply.MediaType, nameof(ProblemAnswer));
}
