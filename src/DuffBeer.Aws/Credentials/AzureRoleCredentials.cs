using Amazon.SecurityToken;

namespace DuffBeer.Aws.Credentials;

/// <summary>An AWS role assumed with the token of an Azure managed identity: no key is stored anywhere.</summary>
sealed class AzureRoleCredentials(AzureIdentity identity, IAmazonSecurityTokenService sts, string role, string session) : AssumedRole(
    sts,
    role,
    "sts:AssumeRoleWithWebIdentity",
    "Check Aws__RoleArn, and that the role's trust names the identity's issuer, aud and sub.")
{
    protected override async Task<Amazon.SecurityToken.Model.Credentials> AssumeAsync(IAmazonSecurityTokenService sts, string role)
    {
        var token = await identity.TokenAsync(CancellationToken.None);
        return (await sts.AssumeRoleWithWebIdentityAsync(new() { RoleArn = role, RoleSessionName = session, WebIdentityToken = token }))
            .Credentials;
    }
}
