using Amazon.SecurityToken;

namespace DuffBeer.Aws.Credentials;

/// <summary>An AWS role assumed with other AWS credentials.</summary>
sealed class RoleCredentials(IAmazonSecurityTokenService sts, string role, string session) : AssumedRole(
    sts, role, "sts:AssumeRole", "Check Aws__RoleArn, that the role's trust names the caller, and that the caller may assume it.")
{
    protected override async Task<Amazon.SecurityToken.Model.Credentials> AssumeAsync(IAmazonSecurityTokenService sts, string role) =>
        (await sts.AssumeRoleAsync(new() { RoleArn = role, RoleSessionName = session })).Credentials;
}
