using System.Net;
using Amazon.Runtime;
using Amazon.SecurityToken;
using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Credentials;

/// <summary>Credentials of an assumed role, renewed five minutes before they expire.</summary>
abstract class AssumedRole : RefreshingAWSCredentials
{
    /// <summary>Codes of STS for trouble that passes, although their status says that the request is wrong.</summary>
    static readonly string[] s_passing = ["IDPCommunicationError", "Throttling", "ThrottlingException", "RequestLimitExceeded"];

    readonly IAmazonSecurityTokenService _sts;
    readonly string _role;
    readonly string _action;
    readonly string _remedy;

    /// <param name="action">As policies name it, such as <c>sts:AssumeRole</c>.</param>
    /// <param name="remedy">What to check if STS refuses.</param>
    protected AssumedRole(IAmazonSecurityTokenService sts, string role, string action, string remedy)
    {
        (_sts, _role, _action, _remedy) = (sts, role, action, remedy);
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    protected abstract Task<Amazon.SecurityToken.Model.Credentials> AssumeAsync(IAmazonSecurityTokenService sts, string role);

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        try
        {
            var keys = await AssumeAsync(_sts, _role);
            return new(new(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken), keys.Expiration!.Value.ToUniversalTime());
        }
        catch (Exception failure) when (failure is not RunException)
        {
            throw Of(failure);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _sts.Dispose();
        base.Dispose(disposing);
    }

    RunException Of(Exception failure)
    {
        if (failure is AmazonServiceException { ErrorCode: { Length: > 0 } code } refused
            && (int)refused.StatusCode is >= 400 and < 500
            && refused.StatusCode != HttpStatusCode.TooManyRequests
            && !s_passing.Contains(code))
            return new TerminalException(
                ProblemCode.StoreUnavailable,
                $"{_action} for {_role} was refused: {code}: {refused.Message.TrimEnd('.')}. {_remedy}",
                failure);
        if (failure is AmazonClientException
            && failure.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase))
            return new TerminalException(
                ProblemCode.StoreUnavailable,
                $"{_action} for {_role}: no credentials for AWS were found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and "
                    + "AWS_SECRET_ACCESS_KEY, or sign in with the AWS command line.",
                failure);
        return new TransientException(
            ProblemCode.StoreUnavailable,
            $"{_action} for {_role} failed ({failure.Message.TrimEnd('.')}). Check the network and the endpoint of STS; "
                + "then start again: the run resumes.",
            failure);
    }
}
