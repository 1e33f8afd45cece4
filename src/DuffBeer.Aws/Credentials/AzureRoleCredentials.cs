using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Credentials;

/// <summary>An AWS role assumed with the token of an Azure managed identity: no key is stored anywhere.</summary>
/// <remarks>Renewed five minutes before they expire.</remarks>
sealed class AzureRoleCredentials : RefreshingAWSCredentials
{
    readonly AzureIdentity _identity;
    readonly IAmazonSecurityTokenService _sts;
    readonly string _role;
    readonly string _session;

    public AzureRoleCredentials(AzureIdentity identity, IAmazonSecurityTokenService sts, string role, string session)
    {
        (_identity, _sts, _role, _session) = (identity, sts, role, session);
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var token = await _identity.TokenAsync(CancellationToken.None);
        try
        {
            var assumed = await _sts.AssumeRoleWithWebIdentityAsync(
                new AssumeRoleWithWebIdentityRequest { RoleArn = _role, RoleSessionName = _session, WebIdentityToken = token });
            var keys = assumed.Credentials;
            return new(new(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken), keys.Expiration!.Value.ToUniversalTime());
        }
        catch (AmazonServiceException refused) when ((int)refused.StatusCode is >= 400 and < 500)
        {
            throw new TerminalException(ProblemCode.StoreUnavailable,
                $"sts:AssumeRoleWithWebIdentity for {_role} was refused: {refused.ErrorCode}: {refused.Message} Check that the role's "
                    + "trust names the identity's issuer, aud and sub.",
                refused);
        }
    }
}
