using Amazon.Runtime;
using DuffBeer.Aws.Json;
using DuffBeer.Aws.Tests.S3;
using DuffBeer.Core.Failures;
using DuffBeer.FakeAws.Faults;

namespace DuffBeer.Aws.Tests.Credentials;

/// <summary>A role assumed with a key: STS is called at the configured endpoint and in the configured region.</summary>
public sealed class RoleTests : IAsyncLifetime
{
    const string Role = "arn:aws:iam::123456789012:role/duffbeer";

    FakeAwsFixture? _fake;

    FakeAwsFixture Fake => _fake!;

    AwsOptions Options => Fake.Options with { RoleArn = Role, Retries = 0 };

    public async Task InitializeAsync() => _fake = await FakeAwsFixture.StartAsync(new() { Region = "eu-central-1" });

    public async Task DisposeAsync() => await Fake.DisposeAsync();

    [Fact]
    public async Task Requests_are_signed_with_the_keys_of_the_role()
    {
        await S3Content.WriteAsync(Fake.Store(options: Options), "a", "text");

        Assert.Equal(1, Fake.Calls("AssumeRole"));
        Assert.NotNull(Fake.Server.Buckets[FakeAwsFixture.Bucket].Find("a"));
    }

    [Theory]
    [InlineData("arn:aws:iam::999999999999:role/other", "AccessDenied: User: arn:aws:iam::123456789012:user/fake is not authorized")]
    [InlineData("other", "ValidationError: other is invalid")]
    public async Task A_refused_role_is_a_problem_with_the_reason_of_STS(string role, string reason)
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(
            () => S3Content.WriteAsync(Fake.Store(options: Options with { RoleArn = role }), "a", "text"));

        Assert.StartsWith($"sts:AssumeRole for {role} was refused: {reason}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Aws__RoleArn", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, Fake.Calls("AssumeRole"));
    }

    [Fact]
    public async Task A_wrong_key_is_a_problem_with_the_reason_of_STS()
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(
            () => S3Content.WriteAsync(Fake.Store(options: Options with { AccessKey = "AKIANOBODY" }), "a", "text"));

        Assert.Contains("InvalidClientTokenId", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_is_a_problem_with_the_reason_of_STS()
    {
        Fake.Server.Faults.TokensExpired = true;

        var failure = await Assert.ThrowsAsync<TerminalException>(() => S3Content.WriteAsync(Fake.Store(options: Options), "a", "text"));

        Assert.Contains("sts:AssumeRole for arn:aws:iam::123456789012:role/duffbeer was refused: ExpiredToken", failure.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.InternalError)]
    [InlineData(FaultKind.Throttled)]
    [InlineData(FaultKind.CutConnection)]
    public async Task Trouble_on_the_way_to_STS_passes(FaultKind kind)
    {
        Fake.Server.Faults.FailNext("sts:AssumeRole", kind, times: 20);

        var failure = await Assert.ThrowsAsync<TransientException>(() => S3Content.WriteAsync(Fake.Store(options: Options), "a", "text"));

        Assert.StartsWith("sts:AssumeRole for arn:aws:iam::123456789012:role/duffbeer failed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_other_services_report_a_refused_role_as_it_is()
    {
        var refused = new TerminalException(ProblemCode.StoreUnavailable, "sts:AssumeRole was refused");

        Assert.Same(refused, ServiceFailure.Of(refused, "glue:GetTable", "table"));
        Assert.Same(refused, ServiceFailure.Of(new AmazonClientException("no credentials", refused), "glue:GetTable", "table"));
    }
}
