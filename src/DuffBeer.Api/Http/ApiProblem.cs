using DuffBeer.Core.Failures;

namespace DuffBeer.Api.Http;

/// <summary>Why a request failed: becomes <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="Code">Last part of the problem's type, <c>urn:duffbeer:problem:…</c>; never renamed.</param>
/// <param name="Detail">What was expected, what was found, what to do next.</param>
public sealed record ApiProblem(int Status, string Code, string Title, string Detail)
{
    /// <summary>Mistakes by parameter or property.</summary>
    public IReadOnlyDictionary<string, string>? Errors { get; init; }

    /// <summary>Seconds to wait before a retry.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>How a caller may identify itself: the header <c>WWW-Authenticate</c> of a 401.</summary>
    public string Challenge { get; init; } = "ApiKey";

    /// <summary>Methods that the path supports.</summary>
    public string? Allow { get; init; }

    /// <param name="instance">The path of the request; null outside HTTP.</param>
    /// <param name="traceId">The trace of the request; null outside HTTP.</param>
    public ProblemAnswer ToAnswer(string? instance = null, string? traceId = null) =>
        new($"urn:duffbeer:problem:{Code}", Title, Status, Detail)
    {
        Instance = instance,
        TraceId = traceId,
        Errors = Errors?.ToDictionary(error => error.Key, error => (IReadOnlyList<string>)[error.Value]),
    };

    public static ApiProblem BadRequest(string detail) => new(400, nameof(BadRequest), "The request is invalid", detail);

    public static ApiProblem Invalid(IReadOnlyDictionary<string, string> errors) =>
        BadRequest(string.Join("; ", errors.Values) + ".") with { Errors = errors };

    public static ApiProblem Unauthorized() =>
        new(401, nameof(Unauthorized), "A key is required", "Send an API key as the header x-functions-key or the query parameter code.");

    /// <summary>A token of the header Authorization was refused.</summary>
    /// <param name="reason">What is wrong with it; never a part of it.</param>
    public static ApiProblem InvalidToken(string reason) =>
        new(401, nameof(InvalidToken), "The token is not accepted", $"The bearer token is not accepted: {reason}.")
        {
            Challenge = "Bearer error=\"invalid_token\"",
        };

    /// <summary>Like <see cref="Forbidden"/>, for callers that never repeat a request after 403.</summary>
    public static ApiProblem ScopeMissing(string detail) => new(401, nameof(ScopeMissing), "A scope is missing", detail);

    public static ApiProblem Unavailable(string code, string detail) =>
        new(503, code, "A dependency is unavailable", detail) { RetryAfter = 10 };

    public static ApiProblem Forbidden(string detail) => new(403, nameof(Forbidden), "Access denied", detail);

    public static ApiProblem NotFound(string detail) => new(404, nameof(NotFound), "Not found", detail);

    /// <param name="kind">What the name should be one of, such as <c>report</c>.</param>
    public static ApiProblem Unknown(string kind, string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        return NotFound(
            $"There is no {kind} '{name}'.{LikelyName.Hint(name, names)} "
                + $"{char.ToUpperInvariant(kind[0])}{kind[1..]}s are {string.Join(", ", names)}.");
    }

    public static ApiProblem MethodNotAllowed(string method, string allow) =>
        new(405, nameof(MethodNotAllowed), "Method not allowed", $"This path supports {allow}, not {method}.") { Allow = allow };

    public static ApiProblem TooLarge(long limit) =>
        new(413, nameof(TooLarge), "The request body is too large", FormattableString.Invariant($"A body may have at most {limit} bytes."));

    public static ApiProblem UnsupportedMediaType(string wanted, string? found) =>
        new(
            415,
            nameof(UnsupportedMediaType),
            "Unsupported media type",
            $"Send the body as {wanted}, not as {(string.IsNullOrEmpty(found) ? "an unnamed type" : $"'{found}'")}.");

    public static ApiProblem Overloaded(string detail) => new(429, nameof(Overloaded), "Too many requests", detail) { RetryAfter = 2 };

    public static ApiProblem Internal() =>
        new(500, nameof(Internal), "Internal error", "This is a defect of duffbeer. The log has the details under the traceId.");

    /// <summary>Maps a failure of the core to a problem.</summary>
    public static ApiProblem Of(ProblemCode code, string message) => code switch
    {
        ProblemCode.BadRequest => BadRequest(message),
        ProblemCode.UnknownDataset => BadRequest(message) with { Code = nameof(ProblemCode.UnknownDataset) },
        ProblemCode.NotFound => NotFound(message),
        ProblemCode.SourceMissing => NotFound(message) with { Code = nameof(ProblemCode.SourceMissing) },
        ProblemCode.Gone => new(410, nameof(ProblemCode.Gone), "No longer there", message),
        ProblemCode.Conflict => new(409, nameof(ProblemCode.Conflict), "The current state does not allow this", message),
        ProblemCode.PlanChanged => new(409, nameof(ProblemCode.PlanChanged), "The plan no longer holds", message),
        ProblemCode.Overloaded => Overloaded(message),
        ProblemCode.StoreUnavailable or ProblemCode.EngineUnavailable =>
            Unavailable(code.ToString(), message),
        // The engine's message quotes SQL.
        ProblemCode.ModelFailed => new(
            500, nameof(ProblemCode.ModelFailed), "The request failed",
            "The engine refused the SELECT. The log has its message under the traceId."),
        _ => new(500, code.ToString(), "The request failed", message),
    };
}

/// <summary>Ends a request with a problem.</summary>
/// <param name="inner">The failure behind it, for the log.</param>
public sealed class ApiException(ApiProblem problem, Exception? inner = null) : Exception(problem.Detail, inner)
{
    public ApiProblem Problem { get; } = problem;
}
