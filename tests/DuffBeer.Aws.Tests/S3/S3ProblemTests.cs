using DuffBeer.Core.Failures;
using DuffBeer.Aws.S3;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Tests.S3;

/// <summary>A wrong setting is one problem that names the action, the resource and what to do, in every call.</summary>
public sealed class S3ProblemTests : IAsyncLifetime
{
    FakeAwsFixture? _fake;

    FakeAwsFixture Fake => _fake!;

    public async Task InitializeAsync() => _fake = await FakeAwsFixture.StartAsync();

    public async Task DisposeAsync() => await Fake.DisposeAsync();

    [Fact]
    public Task A_wrong_key() =>
        ShowsAsync(
            Fake.Store(options: Fake.Options with { AccessKey = "AKIANOBODY" }),
            "credentials are wrong (InvalidAccessKeyId)",
            "AWS_ACCESS_KEY_ID");

    [Fact]
    public Task A_wrong_secret() =>
        ShowsAsync(
            Fake.Store(options: Fake.Options with { SecretKey = "wrong" }),
            "credentials are wrong (SignatureDoesNotMatch)",
            "AWS_SECRET_ACCESS_KEY");

    [Fact]
    public Task A_wrong_region() =>
        ShowsAsync(Fake.Store(options: Fake.Options with { Region = "eu-west-1" }), "region is wrong", "AWS_REGION");

    [Fact]
    public Task A_missing_bucket() =>
        ShowsAsync(
            Fake.Store(options => options with { Bucket = "not-there", Setting = "Landing__Bucket" }),
            "the bucket not-there does not exist",
            "Landing__Bucket");

    [Fact]
    public async Task An_expired_token()
    {
        Fake.Server.Faults.TokensExpired = true;
        await ShowsAsync(Fake.Store(), "credentials have expired", "Sign in again");
    }

    [Fact]
    public async Task A_missing_permission()
    {
        foreach (var action in (string[])["HeadObject", "GetObject", "PutObject", "ListObjectsV2", "DeleteObject"])
            Fake.Server.Faults.Deny($"s3:{action}");
        await ShowsAsync(Fake.Store(), "is not allowed", "policy");
    }

    [Fact]
    public void No_region_at_all() =>
        Assert.Contains(
            "AWS_REGION",
            Assert.Throws<TerminalException>(() => new AwsClients(new() { AccessKey = "a", SecretKey = "b" }).S3()).Message,
            StringComparison.Ordinal);

    static async Task ShowsAsync(S3ObjectStore store, string cause, string remedy)
    {
        (string Action, Func<Task> Call)[] calls =
        [
            ("s3:GetObject", () => store.StatAsync("a/b.csv", default)),
            ("s3:GetObject", () => store.OpenAsync(new("a/b.csv", 1, "etag", DateTimeOffset.UnixEpoch), default)),
            ("s3:PutObject", () => S3Content.WriteAsync(store, "a/b.csv", "text")),
            ("s3:PutObject", () => S3Content.WriteAsync(store, "a/b.csv", "text", WriteCondition.IfAbsent)),
            ("s3:ListBucket", () => S3Content.ListAsync(store, "a/")),
            ("s3:DeleteObject", () => store.DeleteAsync("a/b.csv", default)),
        ];
        foreach (var (action, call) in calls)
        {
            var failure = await Assert.ThrowsAsync<TerminalException>(call);

            Assert.Equal(ProblemCode.StoreUnavailable, failure.Code);
            Assert.StartsWith($"{action} on s3://", failure.Message, StringComparison.Ordinal);
            Assert.Contains(cause, failure.Message, StringComparison.Ordinal);
            Assert.Contains(remedy, failure.Message, StringComparison.Ordinal);
        }
    }
}
