using Azure.Core;
using Azure.Identity;
using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Credentials;

/// <summary>Tokens of the managed identity that this process runs under in Azure.</summary>
sealed class AzureIdentity(AwsOptions options, TokenCredential? credential = null)
{
    readonly TokenCredential _credential = credential ?? new ManagedIdentityCredential(
        options.AzureClientId is { } client ? ManagedIdentityId.FromUserAssignedClientId(client) : ManagedIdentityId.SystemAssigned);

    /// <summary>A token for the audience of the options.</summary>
    public async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _credential.GetTokenAsync(new([$"{options.AzureAudience}/.default"]), cancellationToken)).Token;
        }
        catch (AuthenticationFailedException failure)
        {
            throw new TransientException(
                ProblemCode.StoreUnavailable,
                $"The managed identity returned no token for {options.AzureAudience}: {failure.Message} "
                + "Give this app an identity in Azure and check Aws__AzureAudience; outside Azure leave Aws__AzureAudience unset.",
                failure);
        }
    }
}
