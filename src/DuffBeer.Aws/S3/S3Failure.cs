using System.Net;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.S3;

/// <summary>What an S3 error means to a run: which action on which resource, why, and what to do.</summary>
static partial class S3Failure
{
    public static bool Is(Exception exception, params ReadOnlySpan<string> codes) =>
        exception is AmazonServiceException { ErrorCode: { } code } && codes.Contains(code);

    public static HttpStatusCode StatusOf(Exception exception) => exception is AmazonServiceException service ? service.StatusCode : 0;

    public static bool IsPrecondition(Exception exception) => StatusOf(exception) == HttpStatusCode.PreconditionFailed;

    /// <summary>Whether another writer was at work on the object, so that S3 did nothing.</summary>
    public static bool IsConflict(Exception exception) => Is(exception, "ConditionalRequestConflict", "OperationAborted");

    /// <summary>Whether the request may have succeeded anyway: its answer was lost or is a server error.</summary>
    public static bool IsAmbiguous(Exception exception) =>
        KnownFailure.In(exception) is null
        && (IsTrouble(StatusOf(exception)) || Is(exception, "InternalError", "RequestTimeout"))
        && !IsWithoutCredentials(exception);

    /// <param name="action">As policies name it, such as <c>s3:GetObject</c>.</param>
    public static RunException Of(Exception exception, string action, S3StoreOptions bucket, string? key)
    {
        if (KnownFailure.In(exception) is { } known)
            return known;

        var resource = key is null ? $"s3://{bucket.Bucket}" : $"s3://{bucket.Bucket}/{key}";
        if (IsWithoutCredentials(exception))
            return Terminal(
                $"{action} on {resource}: no credentials for AWS were found. Set AWS_PROFILE, "
                    + "or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with the AWS command line.",
                exception);
        if (IsAmbiguous(exception) || exception is not AmazonServiceException refused)
            return new TransientException(
                ProblemCode.StoreUnavailable,
                $"{action} on {resource} failed ({Text(exception)}). "
                    + "Check the network and the endpoint; then start again: the run resumes.",
                exception);
        return refused.ErrorCode switch
        {
            "ConditionalRequestConflict" or "OperationAborted" => new TransientException(
                ProblemCode.StoreUnavailable,
                $"{action} on {resource}: another writer changed the object meanwhile; nothing was written. The write starts again.",
                exception),
            "NoSuchUpload" => new TransientException(
                ProblemCode.StoreUnavailable,
                $"{action} on {resource}: the upload was aborted elsewhere and starts again.",
                exception),
            "NoSuchBucket" => Terminal(
                $"{action} on {resource}: the bucket {bucket.Bucket} does not exist. Create it, or correct {bucket.Setting}.",
                exception),
            "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" or "UnrecognizedClientException" => Terminal(
                $"{action} on {resource}: the credentials are wrong ({refused.ErrorCode}). Check AWS_ACCESS_KEY_ID, "
                    + "AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the profile.",
                exception),
            "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" or "RequestExpired" => Terminal(
                $"{action} on {resource}: the credentials have expired. "
                    + "Sign in again or renew AWS_SESSION_TOKEN, then start again: the run resumes.",
                exception),
            "AuthorizationHeaderMalformed" or "PermanentRedirect" or "MovedPermanently" or "TemporaryRedirect"
                or "IllegalLocationConstraintException" => Terminal(
                $"{action} on {resource}: the region is wrong ({refused.Message}). Set AWS_REGION to the bucket's region.", exception),
            _ when IsUnknown(refused) => Terminal(
                $"{action} on {resource}: the store does not know this request ({Text(exception)}). "
                    + (action == "s3:PutObject"
                        ? "For a store that knows no checksums, set AWS_REQUEST_CHECKSUM_CALCULATION=WHEN_REQUIRED."
                        : "'duffbeer check --store' shows what else it lacks."),
                exception),
            "RequestTimeTooSkewed" =>
                Terminal($"{action} on {resource}: the clock of this machine is wrong. Set it, then start again.", exception),
            "NoSuchKey" or "NoSuchVersion" =>
                new TerminalException(
                    ProblemCode.SourceMissing, $"{resource} does not exist. Put the object back, or start again without it.", exception),
            _ when StatusOf(refused) == HttpStatusCode.MovedPermanently =>
                Terminal($"{action} on {resource}: the region is wrong. Set AWS_REGION to the bucket's region.", exception),
            _ when StatusOf(refused) == HttpStatusCode.Forbidden => Terminal(
                $"{DeniedAction(refused) ?? action} on {resource} is not allowed. "
                    + "Allow it in the policy of the identity, of the bucket or of its KMS key.",
                exception),
            _ => Terminal($"{action} on {resource} was refused: {Text(exception)}", exception),
        };
    }

    /// <summary>Whether the credentials are right, but a policy does not allow the action.</summary>
    public static bool IsDenied(Exception exception) =>
        StatusOf(exception) == HttpStatusCode.Forbidden && Is(exception, "AccessDenied", "Forbidden", "AccessDeniedException");

    public static bool IsUnknown(Exception exception) => StatusOf(exception) == HttpStatusCode.NotImplemented;

    /// <summary>Whether the request was allowed, but the object, version or upload that it names does not exist.</summary>
    public static bool IsOfMissing(Exception exception) =>
        Is(exception, "NoSuchKey", "NoSuchVersion", "NoSuchUpload")
        || StatusOf(exception) == HttpStatusCode.MethodNotAllowed
        // Other stores have other words for an identifier that they never gave.
        || (StatusOf(exception) is HttpStatusCode.BadRequest && Is(exception, "InvalidArgument", "InvalidRequest"))
        || (StatusOf(exception) == HttpStatusCode.NotFound && !Is(exception, "NoSuchBucket"));

    /// <summary>The action that AWS's message names, which may be one of KMS; null if it names none.</summary>
    public static string? DeniedAction(Exception exception) =>
        Denial().Match(exception.Message) is { Success: true } denial ? denial.Groups[1].Value : null;

    [GeneratedRegex("not authorized to perform: ([a-z0-9]+:[A-Za-z0-9]+)")]
    private static partial Regex Denial();

    static TerminalException Terminal(string message, Exception exception) => new(ProblemCode.StoreUnavailable, message, exception);

    static bool IsTrouble(HttpStatusCode status) =>
        status is 0 or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or (>= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented);

    static bool IsWithoutCredentials(Exception exception) =>
        exception is AmazonClientException
        && (exception.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase)
            || exception.Message.Contains("Instance Metadata", StringComparison.Ordinal));

    static string Text(Exception exception) =>
        exception is AmazonServiceException { ErrorCode: { Length: > 0 } code } ? $"{code}: {exception.Message}" : exception.Message;
}
