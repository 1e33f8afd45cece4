using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using DuffBeer.Aws.Tests.S3;

namespace DuffBeer.Aws.Tests.Wire;

/// <summary>The fake refuses what AWS refuses of multipart uploads, with AWS's codes and words.</summary>
public sealed class MultipartRulesTests : IAsyncLifetime, IDisposable
{
    const string Bucket = FakeAwsFixture.Bucket;
    const string Key = "a";
    const int PartBytes = 5 << 20;

    FakeAwsFixture? _fake;
    AmazonS3Client? _client;

    FakeAwsFixture Fake => _fake!;

    AmazonS3Client Client => _client!;

    public async Task InitializeAsync()
    {
        _fake = await FakeAwsFixture.StartAsync();
        var config = Fake.Clients.Configured(new AmazonS3Config { ForcePathStyle = true });
        _client = new AmazonS3Client(config);
    }

    public async Task DisposeAsync() => await Fake.DisposeAsync();

    public void Dispose() => _client?.Dispose();

    [Fact]
    public async Task An_upload_begun_with_a_checksum_is_completed_with_that_of_each_part()
    {
        var (id, parts) = await UploadedAsync(ChecksumAlgorithm.CRC32);

        await RefusedAsync(
            () => CompleteAsync(id, request => request.AddPartETags(parts)),
            "InvalidRequest",
            "The upload was created using a crc32 checksum. The complete request must include the checksum for each part. "
                + "It was missing for part 1 in the request.");
        await RefusedAsync(
            () => CompleteAsync(id, request =>
            {
                request.AddPartETagsAndChecksums(parts);
                request.PartETags[1].ChecksumCRC32 = "AAAAAA==";
            }),
            "InvalidPart",
            "One or more of the specified parts could not be found.");
        await RefusedAsync(
            () => CompleteAsync(id, request =>
            {
                request.AddPartETagsAndChecksums(parts);
                request.PartETags[0].ChecksumSHA256 = Convert.ToBase64String(new byte[32]);
            }),
            "BadDigest",
            "The sha256 you specified for part 1 did not match what we received.");
        await RefusedAsync(
            () => CompleteAsync(id, request =>
            {
                request.AddPartETagsAndChecksums(parts);
                request.ChecksumType = ChecksumType.FULL_OBJECT;
            }),
            "InvalidRequest",
            "The upload was created using the COMPOSITE checksum mode.");

        var done = await CompleteAsync(id, request => request.AddPartETagsAndChecksums(parts));
        Assert.EndsWith("==-2", done.ChecksumCRC32, StringComparison.Ordinal);
        Assert.Equal(ChecksumType.COMPOSITE, done.ChecksumType);
    }

    [Fact]
    public async Task An_upload_begun_without_a_checksum_takes_none_of_its_parts()
    {
        var (id, parts) = await UploadedAsync(null);

        await RefusedAsync(
            () => CompleteAsync(id, request =>
            {
                request.AddPartETags(parts);
                request.PartETags[0].ChecksumCRC32 = "AAAAAA==";
            }),
            "InvalidPart",
            "One or more of the specified parts could not be found.");
        await CompleteAsync(id, request => request.AddPartETags(parts));
    }

    [Fact]
    public async Task The_checksum_of_a_part_is_of_the_kind_that_the_upload_was_begun_with()
    {
        var id = await BeginAsync(ChecksumAlgorithm.SHA256);

        await RefusedAsync(
            () => PartAsync(id, 1, PartBytes, ChecksumAlgorithm.CRC32),
            "InvalidRequest",
            "Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32");
    }

    [Theory]
    [InlineData("CRC64NVME", "COMPOSITE", "The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.")]
    [InlineData("SHA1", "FULL_OBJECT", "The FULL_OBJECT checksum type cannot be used with the sha1 checksum algorithm.")]
    [InlineData("CRC16", null, "Checksum algorithm provided is unsupported.")]
    [InlineData(null, "COMPOSITE", "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.")]
    public Task A_kind_of_checksum_that_does_not_exist_is_refused(string? algorithm, string? type, string message) =>
        RefusedAsync(
            () => Client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest
            {
                BucketName = Bucket,
                Key = Key,
                ChecksumAlgorithm = algorithm is null ? null : ChecksumAlgorithm.FindValue(algorithm),
                ChecksumType = type is null ? null : ChecksumType.FindValue(type),
            }),
            "InvalidRequest",
            message);

    [Fact]
    public async Task Parts_are_the_uploaded_ones_and_large_enough()
    {
        var id = await BeginAsync(null);
        UploadPartResponse[] parts = [await PartAsync(id, 1, PartBytes - 1, null), await PartAsync(id, 2, 10, null)];

        await RefusedAsync(
            () => CompleteAsync(id, request => request.AddPartETags(parts)),
            "EntityTooSmall",
            "Your proposed upload is smaller than the minimum allowed size");
        await RefusedAsync(
            () => CompleteAsync(id, request => request.PartETags = [new(1, parts[1].ETag)]), "InvalidPart", "One or more of");
        await CompleteAsync(id, request => request.PartETags = [new(1, parts[0].ETag.Trim('"'))]);
    }

    [Fact]
    public async Task A_condition_that_holds_only_since_a_later_write_is_a_conflict_and_the_upload_is_begun_again()
    {
        await S3Content.WriteAsync(Fake.Store(), Key, "old");
        var (id, parts) = await UploadedAsync(null);

        await RefusedAsync(
            () => CompleteAsync(id, request => (request.PartETags, request.IfNoneMatch) = (Tags(parts), "*")), "PreconditionFailed", "");
        await Fake.Store().DeleteAsync(Key, default);
        await RefusedAsync(
            () => CompleteAsync(id, request => (request.PartETags, request.IfNoneMatch) = (Tags(parts), "*")),
            "ConditionalRequestConflict",
            "The conditional request cannot succeed due to a conflicting operation against this resource.");
        await RefusedAsync(
            () => CompleteAsync(id, request => (request.PartETags, request.IfMatch) = (Tags(parts), "\"etag\"")), "NoSuchKey", "");
    }

    [Fact]
    public async Task Conditions_other_than_those_of_AWS_are_refused()
    {
        await RefusedAsync(() => PutAsync(put => put.IfMatch = "*"), "NotImplemented", "A header you provided implies");
        await RefusedAsync(() => PutAsync(put => put.IfNoneMatch = "\"etag\""), "NotImplemented", "A header you provided implies");
        await RefusedAsync(
            () => PutAsync(put => (put.IfMatch, put.IfNoneMatch) = ("\"etag\"", "*")), "NotImplemented", "A header you provided implies");
        await RefusedAsync(
            () => PutAsync(put => put.ChecksumCRC32 = "short"), "InvalidRequest", "Value for x-amz-checksum-crc32 header is invalid.");
        await RefusedAsync(
            () => PutAsync(put => put.ChecksumCRC32 = "AAAAAA=="),
            "BadDigest",
            "The CRC32 you specified did not match the calculated checksum.");
    }

    static List<PartETag> Tags(UploadPartResponse[] parts) => [.. parts.Select(part => new PartETag(part))];

    Task<PutObjectResponse> PutAsync(Action<PutObjectRequest> change)
    {
        var put = new PutObjectRequest { BucketName = Bucket, Key = "b", ContentBody = "text" };
        change(put);
        return Client.PutObjectAsync(put);
    }

    async Task<string> BeginAsync(ChecksumAlgorithm? algorithm) => (await Client.InitiateMultipartUploadAsync(
        new InitiateMultipartUploadRequest { BucketName = Bucket, Key = Key, ChecksumAlgorithm = algorithm })).UploadId;

    Task<UploadPartResponse> PartAsync(string id, int number, int size, ChecksumAlgorithm? algorithm) =>
        Client.UploadPartAsync(new UploadPartRequest
        {
            BucketName = Bucket,
            Key = Key,
            UploadId = id,
            PartNumber = number,
            InputStream = new MemoryStream(S3Content.Bytes(size, number)),
            ChecksumAlgorithm = algorithm,
        });

    async Task<(string Id, UploadPartResponse[] Parts)> UploadedAsync(ChecksumAlgorithm? algorithm)
    {
        var id = await BeginAsync(algorithm);
        return (id, [await PartAsync(id, 1, PartBytes, algorithm), await PartAsync(id, 2, 10, algorithm)]);
    }

    Task<CompleteMultipartUploadResponse> CompleteAsync(string id, Action<CompleteMultipartUploadRequest> change)
    {
        var request = new CompleteMultipartUploadRequest { BucketName = Bucket, Key = Key, UploadId = id };
        change(request);
        return Client.CompleteMultipartUploadAsync(request);
    }

    static async Task RefusedAsync(Func<Task> call, string code, string message)
    {
        var refused = await Assert.ThrowsAnyAsync<AmazonS3Exception>(call);

        Assert.Equal(code, refused.ErrorCode);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.InRange((int)refused.StatusCode, (int)HttpStatusCode.BadRequest, (int)HttpStatusCode.NotImplemented);
    }
}
