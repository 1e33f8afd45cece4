using DuffBeer.Aws.S3;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.FakeAws.S3;

namespace DuffBeer.Aws.Tests.S3;

/// <summary>Stores that only look like S3, and credentials without every right, are refused at the start.</summary>
public sealed class S3StoreProbeTests : IAsyncLifetime
{
    const string Landing = "duffbeer-landing";
    const string Lake = "duffbeer-lake";

    static readonly string[] s_landingRights = ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions"];

    static readonly string[] s_lakeRights =
    [
        "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "s3:AbortMultipartUpload", "s3:ListBucketMultipartUploads",
        "s3:ListMultipartUploadParts",
    ];

    FakeAwsFixture? _fake;

    FakeAwsFixture Fake => _fake!;

    public async Task InitializeAsync() => _fake = await FakeAwsFixture.StartAsync(new() { Versioned = true });

    public async Task DisposeAsync() => await Fake.DisposeAsync();

    public static TheoryData<string, string> Rights()
    {
        var rights = new TheoryData<string, string>();
        foreach (var right in s_landingRights)
            rights.Add(Landing, right);
        foreach (var right in s_lakeRights)
            rights.Add(Lake, right);
        return rights;
    }

    [Fact]
    public async Task A_store_like_S3_is_checked_once()
    {
        await Checks().EnsureAsync(default);
        var calls = Fake.Server.Calls.Count;
        await Checks().EnsureAsync(default);

        Assert.Equal(["HeadObject", "HeadObject", "GetObject"], Fake.Server.Calls.Skip(calls).Select(call => call.Operation));
        Assert.Equal([LakeKeys.StoreProbes], Fake.Server.Buckets[Lake].List("").Select(found => found.Key));
    }

    [Fact]
    public async Task A_check_finds_out_whether_a_bucket_keeps_versions()
    {
        await Fake.Server.Buckets[Landing].PutAsync("a", new MemoryStream([1]), default);
        Fake.Server.Buckets[Lake].Versioned = false;

        var reports = await Checks().RunAsync(default);

        Assert.Equal([true, false], reports.Select(report => report.KeepsVersions));
        Assert.All(reports, report => Assert.True(report.IsGood));
    }

    [Theory]
    [InlineData(
        StoreQuirks.IgnoresConditions, "ignores the condition that an object is absent (If-None-Match: *): two writers would both win")]
    [InlineData(
        StoreQuirks.IgnoresConditions, "ignores the condition that an object is unchanged (If-Match): two writers would both win")]
    [InlineData(StoreQuirks.RefusesQuotedETags, "refuses to replace an object whose ETag is the expected one (If-Match)")]
    [InlineData(StoreQuirks.RefusesConditions, "refuses to create an object that is absent (If-None-Match: *)")]
    [InlineData(StoreQuirks.StuckMarker, "came twice, so the list does not advance")]
    [InlineData(StoreQuirks.MissingMarker, "says that more follows, but names no token")]
    [InlineData(StoreQuirks.IgnoresRanges, "the store ignores ranges and sent 1000 bytes")]
    [InlineData(StoreQuirks.RefusesTrailers, "set AWS_REQUEST_CHECKSUM_CALCULATION=WHEN_REQUIRED")]
    [InlineData(StoreQuirks.TearsObjects, "1000 bytes were written, but the object has 999")]
    [InlineData(StoreQuirks.ReversesLists, "lists keys in another order than that of their characters")]
    [InlineData(StoreQuirks.IgnoresDeletes, "shows objects after they were deleted")]
    public async Task A_store_that_differs_is_refused_with_what_it_lacks(StoreQuirks quirk, string lacks)
    {
        Fake.Server.Buckets[Lake].Quirks = quirk;

        var failure = await Assert.ThrowsAsync<TerminalException>(() => Checks().EnsureAsync(default));

        Assert.Equal(ProblemCode.StoreUnavailable, failure.Code);
        Assert.Contains(lacks, failure.Message, StringComparison.Ordinal);
        Assert.Null(Fake.Server.Buckets[Lake].Find(LakeKeys.StoreProbes));
    }

    [Theory]
    [MemberData(nameof(Rights))]
    public async Task A_missing_right_is_one_problem_that_names_it(string bucket, string right)
    {
        AllowAllBut((bucket, right));

        var failure = await Assert.ThrowsAsync<TerminalException>(() => Checks().EnsureAsync(default));

        var resource = right.StartsWith("s3:ListBucket", StringComparison.Ordinal) ? "" : "/*";
        Assert.Equal(
            $"The credentials lack rights: {right} on s3://{bucket}{resource}. "
                + "Allow them in the policy of the identity, of the bucket or of its KMS key.",
            failure.Message);
    }

    [Fact]
    public async Task All_missing_rights_are_one_problem()
    {
        AllowAllBut((Landing, "s3:GetObjectVersion"), (Lake, "s3:PutObject"), (Lake, "s3:AbortMultipartUpload"));

        var failure = await Assert.ThrowsAsync<TerminalException>(() => Checks().EnsureAsync(default));

        Assert.Contains(
            "s3:GetObjectVersion on s3://duffbeer-landing/*; s3:PutObject on s3://duffbeer-lake/*; "
                + "s3:AbortMultipartUpload on s3://duffbeer-lake/*.",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rights_of_the_README_are_enough()
    {
        AllowAllBut();

        await Checks().EnsureAsync(default);
    }

    [Fact]
    public async Task A_missing_bucket_and_wrong_credentials_are_no_missing_rights()
    {
        var noBucket = await Assert.ThrowsAsync<TerminalException>(() => Checks(lake: "none").EnsureAsync(default));
        var noKey = await Assert.ThrowsAsync<TerminalException>(
            () => Checks(options: Fake.Options with { SecretKey = "wrong" }).EnsureAsync(default));

        Assert.Contains("the bucket none does not exist", noBucket.Message, StringComparison.Ordinal);
        Assert.Contains("the credentials are wrong", noKey.Message, StringComparison.Ordinal);
    }

    void AllowAllBut(params ReadOnlySpan<(string Bucket, string Right)> denied)
    {
        foreach (var (bucket, rights) in ((string, string[])[])[(Landing, s_landingRights), (Lake, s_lakeRights)])
        {
            foreach (var right in rights)
            {
                if (!denied.Contains((bucket, right)))
                    Fake.Server.Policies.Allow(Fake.Server.Settings.AccessKey, bucket, right);
            }
        }
    }

    StoreChecks Checks(string lake = Lake, AwsOptions? options = null)
    {
        var clients = new AwsClients(options ?? Fake.Options);
        return new(
            Fake.Store(options: options),
            S3StoreProbe.Of(clients, new() { Bucket = Landing, PinsVersions = true }, new() { Bucket = lake }),
            TimeProvider.System);
    }
}
