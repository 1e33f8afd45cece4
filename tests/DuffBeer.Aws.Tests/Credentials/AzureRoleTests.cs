using System.Buffers.Text;
using System.Text;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Azure.Core;
using Azure.Identity;
using DuffBeer.Aws.Credentials;
using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Tests.Credentials;

/// <summary>From a managed identity of Azure to a role of AWS, without a key.</summary>
public sealed class AzureRoleTests : IAsyncLifetime
{
    const string Role = "arn:aws:iam::123456789012:role/duffbeer";

    FakeAwsFixture? _fake;

    FakeAwsFixture Fake => _fake!;

    public async Task InitializeAsync() => _fake = await FakeAwsFixture.StartAsync();

    public async Task DisposeAsync() => await Fake.DisposeAsync();

    [Fact]
    public async Task An_identity_token_is_exchanged_for_keys_of_the_bucket()
    {
        var identity = new Identity();
        var keys = await Credentials(identity, Role).GetCredentialsAsync();

        Assert.Equal(["api://duffbeer/.default"], identity.Scopes);
        var config = Fake.Clients.Configured(new Amazon.S3.AmazonS3Config { ForcePathStyle = true });
        using var client = new Amazon.S3.AmazonS3Client(keys.AccessKey, keys.SecretKey, keys.Token, config);
        Assert.Equal(FakeAwsFixture.Bucket, (await client.ListObjectsV2Async(new() { BucketName = FakeAwsFixture.Bucket })).Name);
    }

    [Fact]
    public async Task Keys_are_renewed_before_they_expire_and_not_with_every_request()
    {
        var identity = new Identity();
        var credentials = Credentials(identity, Role);
        var first = await credentials.GetCredentialsAsync();
        var second = await credentials.GetCredentialsAsync();

        Assert.Equal(first.AccessKey, second.AccessKey);
        Assert.Single(identity.Scopes);
        Assert.Equal(TimeSpan.FromMinutes(5), credentials.PreemptExpiryTime);
    }

    [Fact]
    public async Task A_role_that_does_not_trust_the_identity_is_a_problem_that_names_it()
    {
        var credentials = Credentials(new Identity(), "arn:aws:iam::999999999999:role/other");

        var failure = await Assert.ThrowsAsync<TerminalException>(() => credentials.GetCredentialsAsync());

        Assert.Contains(
            "sts:AssumeRoleWithWebIdentity for arn:aws:iam::999999999999:role/other was refused: AccessDenied",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://other/", "api://duffbeer", 60, "InvalidIdentityToken: No OpenIDConnect provider found in your account for")]
    [InlineData("https://issuer.fake/", "api://other", 60, "InvalidIdentityToken: Incorrect token audience")]
    [InlineData("https://issuer.fake/", "api://duffbeer", -60, "ExpiredTokenException: Token expired")]
    public async Task A_token_that_AWS_refuses_is_a_problem_with_its_reason(string issuer, string audience, int seconds, string reason)
    {
        var credentials = Credentials(new Identity(token: Identity.Jwt(issuer, audience, seconds)), Role);

        var failure = await Assert.ThrowsAsync<TerminalException>(() => credentials.GetCredentialsAsync());

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_identity_is_a_problem_that_says_what_to_set()
    {
        var credentials = Credentials(new Identity(new CredentialUnavailableException("There is no managed identity.")), Role);

        var failure = await Assert.ThrowsAsync<TransientException>(() => credentials.GetCredentialsAsync());

        Assert.Contains("There is no managed identity.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Aws__AzureAudience", failure.Message, StringComparison.Ordinal);
    }

    AzureRoleCredentials Credentials(Identity identity, string role)
    {
        var config = Fake.Clients.Configured(new AmazonSecurityTokenServiceConfig());
        return new(
            new AzureIdentity(new() { AzureAudience = "api://duffbeer" }, identity),
            new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), config),
            role,
            "duffbeer");
    }

    /// <summary>A managed identity that returns a token, or fails.</summary>
    sealed class Identity(Exception? failure = null, string? token = null) : TokenCredential
    {
        /// <summary>A token with these claims; its signature is not checked.</summary>
        public static string Jwt(string issuer, string audience, int seconds)
        {
            var claims = $$"""
                {"iss":"{{issuer}}","aud":"{{audience}}","sub":"app","exp":{{DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds()}}}
                """;
            return $"header.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.signature";
        }

        /// <summary>What tokens were requested for.</summary>
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return failure is null
                ? new(token ?? Jwt("https://issuer.fake/", "api://duffbeer", 60), DateTimeOffset.UtcNow.AddHours(1))
                : throw failure;
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
