using System.Net;
using Amazon.Runtime;
using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Json;

/// <summary>Maps what the SDK throws after its retries to a failure that names the action, the resource and what to do.</summary>
static class ServiceFailure
{
    // Glue's and Athena's, and those of every AWS service.
    static readonly HashSet<string> s_transient = new(StringComparer.Ordinal)
    {
        "ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded", "ThrottledException",
        "RequestThrottled", "SlowDown",
        "ProvisionedThroughputExceededException",
        "ConcurrentModificationException",
        "ConcurrentRunsExceededException",
        "FederationSourceRetryableException",
        "InternalFailure",
        "InternalServerException",
        "InternalServiceException",
        "LimitExceededException",
        "OperationTimeoutException",
        "ResourceNotReadyException",
        "ServiceUnavailable",
    };

    static readonly HashSet<string> s_expired = new(StringComparer.Ordinal) { "ExpiredToken", "ExpiredTokenException", "RequestExpired" };

    static readonly HashSet<string> s_denied = new(StringComparer.Ordinal)
    {
        "AccessDeniedException",
        "AccessDenied",
        "NotAuthorized",
        "UnauthorizedOperation",
    };

    static readonly HashSet<string> s_unknown = new(StringComparer.Ordinal)
    {
        "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "SignatureDoesNotMatch",
        "InvalidSignatureException", "IncompleteSignature",
        "MissingAuthenticationTokenException",
    };

    /// <summary>Whether a later try may succeed.</summary>
    public static bool IsTransient(string code) => s_transient.Contains(code);

    /// <summary>Whether a repetition of the same request may succeed. After a concurrent change it names a version that is gone.</summary>
    public static bool MayRepeat(string code) => IsTransient(code) && code != "ConcurrentModificationException";

    /// <param name="action">As policies name it, such as <c>glue:GetTable</c>.</param>
    public static RunException Of(Exception failure, string action, string resource) => failure switch
    {
        _ when KnownFailure.In(failure) is { } known => known,
        AmazonServiceException error => Of(error, action, resource),
        AmazonClientException client => Terminal($"{action} on {resource} could not be sent: {client.Message}", client),
        _ => new TransientException(ProblemCode.EngineUnavailable, $"{action} on {resource} got no answer: {failure.Message}", failure),
    };

    static RunException Of(AmazonServiceException error, string action, string resource)
    {
        var code = error.ErrorCode ?? "";
        var said = $"{action} on {resource}: {(code.Length == 0 ? "" : $"{code}: ")}{error.Message}";
        // Without a code no service answered: the connection failed, or a proxy did.
        if (IsTransient(code)
            || error.StatusCode == HttpStatusCode.TooManyRequests
            || (int)error.StatusCode >= 500
            || error.StatusCode == 0)
            return new TransientException(ProblemCode.EngineUnavailable, said, error);
        if (s_expired.Contains(code))
            return Terminal($"The credentials have expired. {said} Renew them and run again.", error);
        if (s_unknown.Contains(code))
            return Terminal(IsOtherRegion(error)
                ? $"The region is wrong. {said} Set AWS_REGION to that of {resource}."
                : $"The credentials are not accepted. {said} Check access key, secret, session token and the system clock.",
                error);
        return s_denied.Contains(code)
            ? Terminal($"The permission {action} is missing for {resource}. {said}", error)
            : Terminal(said, error);
    }

    // "Credential should be scoped to a valid region" is the answer to a signature for another region.
    static bool IsOtherRegion(AmazonServiceException error) =>
        error.Message.Contains("valid region", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("scoped to", StringComparison.OrdinalIgnoreCase);

    static TerminalException Terminal(string message, Exception inner) => new(ProblemCode.EngineUnavailable, message, inner);
}
