using DuffBeer.Aws.S3;
using DuffBeer.FakeAws.Faults;
using DuffBeer.FakeAws.S3;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Tests.S3;

/// <summary>Writes over HTTP, with network faults.</summary>
public sealed class S3UploadTests : IAsyncLifetime
{
    public const int PartBytes = 5 << 20;

    FakeAwsFixture? _fake;

    FakeAwsFixture Fake => _fake!;

    FaultPlan Faults => Fake.Server.Faults;

    S3ObjectStore Store => Fake.Store(options => options with { PartBytes = PartBytes });

    public async Task InitializeAsync() => _fake = await FakeAwsFixture.StartAsync();

    public async Task DisposeAsync() => await Fake.DisposeAsync();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(PartBytes, 0)]
    [InlineData(PartBytes + 1, 2)]
    [InlineData((3 * PartBytes) - 7, 3)]
    public async Task An_object_within_the_part_size_is_one_PUT_and_a_larger_one_has_parts(int size, int parts)
    {
        var content = S3Content.Bytes(size, seed: size);

        var stat = await S3Content.WriteAsync(Store, "a", content);

        Assert.Equal((size, parts, parts == 0 ? 1 : 0), (stat!.Size, Fake.Calls("UploadPart"), Fake.Calls("PutObject")));
        Assert.Equal(content, await S3Content.ReadAsync(Store, stat, piece: 700_001));
        Assert.Equal(stat, await Store.StatAsync("a", default));
        Assert.Empty(await UploadsAsync());
    }

    [Fact]
    public async Task An_uncommitted_multipart_upload_leaves_no_part()
    {
        await using (var upload = await Store.CreateAsync("a", default, default))
            await upload.Body.WriteAsync(S3Content.Bytes((2 * PartBytes) + 1, 1));

        Assert.Equal(1, Fake.Calls("CreateMultipartUpload"));
        Assert.Empty(await UploadsAsync());
        Assert.Null(await Store.StatAsync("a", default));
    }

    [Fact]
    public async Task A_part_that_cannot_be_sent_fails_the_write_and_leaves_nothing()
    {
        Faults.Deny("s3:UploadPart");
        var content = S3Content.Bytes((2 * PartBytes) + 1, 1);

        var failure = await Assert.ThrowsAsync<TerminalException>(() => S3Content.WriteAsync(Store, "a", content));

        Assert.Contains("s3:PutObject", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await UploadsAsync());
    }

    [Theory]
    [InlineData(10, "PutObject")]
    [InlineData(PartBytes + 10, "CompleteMultipartUpload")]
    public async Task A_lost_acknowledgement_is_not_a_lost_race(int size, string operation)
    {
        Faults.FailNext($"s3:{operation}", FaultKind.LostAnswer);

        var stat = await S3Content.WriteAsync(Store, "a", S3Content.Bytes(size, 1), WriteCondition.IfAbsent);

        Assert.Equal(await Store.StatAsync("a", default), stat);
        Assert.Equal(2, Fake.Calls(operation));
        Assert.Empty(await UploadsAsync());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(PartBytes + 10)]
    public async Task A_lost_race_is_reported_and_leaves_nothing_behind(int size)
    {
        var winner = await S3Content.WriteAsync(Store, "a", "winner", WriteCondition.IfAbsent);

        Assert.Null(await S3Content.WriteAsync(Store, "a", S3Content.Bytes(size, 1), WriteCondition.IfAbsent));
        Assert.Null(await S3Content.WriteAsync(
            Store, "a", S3Content.Bytes(size, 1), WriteCondition.IfMatch("0123456789abcdef0123456789abcdef")));
        Assert.Null(await S3Content.WriteAsync(Store, "none", S3Content.Bytes(size, 1), WriteCondition.IfMatch(winner!.ETag)));

        Assert.Equal(winner, await Store.StatAsync("a", default));
        Assert.Empty(await UploadsAsync());
    }

    [Fact]
    public async Task A_lost_answer_for_an_object_since_replaced_is_reported_as_unknown()
    {
        var first = await S3Content.WriteAsync(Store, "a", "first");
        await using var upload = await Store.CreateAsync("a", WriteCondition.IfMatch(first!.ETag), default);
        await upload.Body.WriteAsync("second"u8.ToArray());
        Faults.FailNext("s3:PutObject", FaultKind.InternalError);
        await Fake.Server.Buckets[FakeAwsFixture.Bucket].PutAsync("a", new MemoryStream("another writer's"u8.ToArray()), default);

        var failure = await Assert.ThrowsAsync<TransientException>(() => upload.CommitAsync(default));

        Assert.Contains("the outcome of our write is unknown", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_write_whose_condition_holds_only_since_it_began_starts_again()
    {
        await S3Content.WriteAsync(Store, "a", "old");
        await using var upload = await Store.CreateAsync("a", WriteCondition.IfAbsent, default);
        await upload.Body.WriteAsync(S3Content.Bytes((2 * PartBytes) + 1, 1));
        await Store.DeleteAsync("a", default);

        var failure = await Assert.ThrowsAsync<TransientException>(() => upload.CommitAsync(default));

        Assert.Contains("another writer changed the object meanwhile", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, Fake.Calls("CompleteMultipartUpload"));
    }

    [Fact]
    public async Task An_upload_whose_start_had_no_answer_is_aborted_too()
    {
        Faults.FailNext("s3:CreateMultipartUpload", FaultKind.LostAnswer);

        await S3Content.WriteAsync(Store, "a", S3Content.Bytes(PartBytes + 10, 1));

        Assert.Equal(2, Fake.Calls("CreateMultipartUpload"));
        Assert.Empty(await UploadsAsync());
    }

    [Fact]
    public async Task An_error_inside_a_200_answer_is_detected_and_retried()
    {
        Faults.FailNext("s3:CompleteMultipartUpload", FaultKind.ErrorInside200);

        Assert.NotNull(await S3Content.WriteAsync(Store, "a", S3Content.Bytes(PartBytes + 10, 1)));
        Assert.Equal(2, Fake.Calls("CompleteMultipartUpload"));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(PartBytes + 10)]
    public async Task An_object_that_lacks_bytes_after_its_write_is_a_problem(int size)
    {
        Fake.Server.Buckets[FakeAwsFixture.Bucket].Quirks = StoreQuirks.TearsObjects;

        var failure = await Assert.ThrowsAsync<TerminalException>(() => S3Content.WriteAsync(Store, "a", S3Content.Bytes(size, 1)));

        Assert.Contains($"a: {size} bytes were written, but the object has", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_look_at_what_was_written_is_a_problem()
    {
        Allow("s3:PutObject", "s3:ListBucket");

        var failure = await Assert.ThrowsAsync<TerminalException>(() => S3Content.WriteAsync(Store, "a", "text"));

        Assert.StartsWith("s3:GetObject on s3://duffbeer-lake/a is not allowed", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3:AbortMultipartUpload")]
    [InlineData("s3:ListBucketMultipartUploads")]
    public async Task A_refused_clean_up_is_a_problem(string right)
    {
        Allow([.. ((string[])["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListBucketMultipartUploads"]).Where(other => other != right)]);

        var failure = await Assert.ThrowsAsync<TerminalException>(async () =>
        {
            await using var upload = await Store.CreateAsync("a", default, default);
            await upload.Body.WriteAsync(S3Content.Bytes((2 * PartBytes) + 1, 1));
        });

        Assert.StartsWith($"{right} on s3://duffbeer-lake/a is not allowed", failure.Message, StringComparison.Ordinal);
    }

    void Allow(params ReadOnlySpan<string> rights) =>
        Fake.Server.Policies.Allow(Fake.Server.Settings.AccessKey, FakeAwsFixture.Bucket, rights);

    [Fact]
    public async Task Every_object_is_written_with_the_encryption_key()
    {
        var store = Fake.Store(options => options with { KmsKey = "arn:aws:kms:us-east-1:123456789012:key/fake", PartBytes = PartBytes });
        await S3Content.WriteAsync(store, "small", "1");
        await S3Content.WriteAsync(store, "large", S3Content.Bytes(PartBytes + 1, 1));

        foreach (var key in (string[])["small", "large"])
        {
            var headers = Fake.Server.Buckets[FakeAwsFixture.Bucket].Find(key)!.Headers;
            Assert.Equal("aws:kms", headers["x-amz-server-side-encryption"]);
            Assert.Equal("arn:aws:kms:us-east-1:123456789012:key/fake", headers["x-amz-server-side-encryption-aws-kms-key-id"]);
        }
    }

    [Fact]
    public async Task A_requester_pays_bucket_accepts_only_callers_that_pay()
    {
        Fake.Server.Buckets[FakeAwsFixture.Bucket].RequesterPays = true;
        var paying = Fake.Store(options => options with { RequesterPays = true, PartBytes = PartBytes });

        var stat = await S3Content.WriteAsync(paying, "a", S3Content.Bytes(PartBytes + 1, 1), WriteCondition.IfAbsent);
        Assert.Equal(stat!.Size, (await S3Content.ReadAsync(paying, stat, 1 << 20)).Length);
        Assert.Single(await S3Content.ListAsync(paying, ""));
        await paying.DeleteAsync("a", default);

        await Assert.ThrowsAsync<TerminalException>(() => Store.StatAsync("a", default));
    }

    /// <summary>Uploads that are neither completed nor aborted.</summary>
    async Task<List<string>> UploadsAsync()
    {
        using var client = Fake.Clients.S3();
        return [.. ((await client.ListMultipartUploadsAsync(FakeAwsFixture.Bucket)).MultipartUploads ?? []).Select(upload => upload.Key)];
    }
}
