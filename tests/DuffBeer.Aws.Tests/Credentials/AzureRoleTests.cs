using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.SecurityToken;
using DuffBeer.Aws.Credentials;
using DuffBeer.Aws.S3;
using DuffBeer.Aws.Tests.S3;
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
    public async Task A_token_of_the_identity_becomes_keys_that_open_the_bucket()
    {
        var azure = new Azure("""{"access_token":"header.payload.signature","expires_on":"1"}""");
        var keys = await Credentials(azure, Role).GetCredentialsAsync();

        Assert.Equal("https://identity.test/token?api-version=2019-08-01&resource=api%3A%2F%2Fduffbeer&client_id=client", azure.Asked!.RequestUri!.AbsoluteUri);
        Assert.Equal("secret-header", azure.Asked.Headers.GetValues("X-IDENTITY-HEADER").Single());
        using var client = new Amazon.S3.AmazonS3Client(keys.AccessKey, keys.SecretKey, keys.Token, Fake.Clients.Configured(new Amazon.S3.AmazonS3Config { ForcePathStyle = true }));
        Assert.Equal(FakeAwsFixture.Bucket, (await client.ListObjectsV2Async(new() { BucketName = FakeAwsFixture.Bucket })).Name);
    }

    [Fact]
    public async Task Keys_are_renewed_before_they_end_and_not_with_every_request()
    {
        var azure = new Azure("""{"access_token":"header.payload.signature"}""");
        var credentials = Credentials(azure, Role);
        var first = await credentials.GetCredentialsAsync();
        var second = await credentials.GetCredentialsAsync();

        Assert.Equal(first.AccessKey, second.AccessKey);
        Assert.Equal(1, azure.Count);
        Assert.Equal(TimeSpan.FromMinutes(5), credentials.PreemptExpiryTime);
    }

    [Fact]
    public async Task A_role_that_does_not_trust_the_identity_is_a_problem_that_names_it()
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(() => Credentials(new Azure("""{"access_token":"header.payload.signature"}"""), "arn:aws:iam::999999999999:role/other").GetCredentialsAsync());

        Assert.Contains("sts:AssumeRoleWithWebIdentity for arn:aws:iam::999999999999:role/other", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_that_is_not_there_is_a_problem_that_says_what_to_set()
    {
        var failure = await Assert.ThrowsAsync<TransientException>(() => Credentials(new Azure(null), Role).GetCredentialsAsync());

        Assert.Contains("Aws__AzureAudience", failure.Message, StringComparison.Ordinal);
    }

    AzureRoleCredentials Credentials(Azure azure, string role)
    {
        var identity = new AzureIdentity(
            new() { AzureAudience = "api://duffbeer", AzureClientId = "client" }, new(azure),
            name => name == "IDENTITY_ENDPOINT" ? "https://identity.test/token" : name == "IDENTITY_HEADER" ? "secret-header" : null);
        var sts = new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), Fake.Clients.Configured(new AmazonSecurityTokenServiceConfig()));
        return new(identity, sts, role, "duffbeer");
    }

    /// <summary>The endpoint of a managed identity.</summary>
    /// <param name="answer">Null: nobody answers.</param>
    sealed class Azure(string? answer) : HttpMessageHandler
    {
        public HttpRequestMessage? Asked { get; private set; }

        public int Count { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (Asked, Count) = (request, Count + 1);
            return answer is null
                ? throw new HttpRequestException("Connection refused")
                : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer, Encoding.UTF8, "application/json") });
        }
    }
}
