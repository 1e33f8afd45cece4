using Amazon.Runtime.Internal;
using DuffBeer.FakeAws.S3;

namespace DuffBeer.Aws.Tests.S3;

/// <summary>Changes the environment of the process, so nothing runs beside these tests.</summary>
[CollectionDefinition(nameof(S3ChecksumTests), DisableParallelization = true)]
[Collection(nameof(S3ChecksumTests))]
public sealed class S3ChecksumTests : IAsyncLifetime, IDisposable
{
    const string Variable = "AWS_REQUEST_CHECKSUM_CALCULATION";

    readonly string? _before = Environment.GetEnvironmentVariable(Variable);
    FakeAwsFixture? _fake;

    FakeAwsFixture Fake => _fake!;

    public async Task InitializeAsync()
    {
        _fake = await FakeAwsFixture.StartAsync();
        Set("WHEN_REQUIRED");
    }

    public async Task DisposeAsync() => await Fake.DisposeAsync();

    public void Dispose() => Set(_before);

    [Theory]
    [InlineData(StoreQuirks.RefusesTrailers)]
    [InlineData(StoreQuirks.None)]
    public async Task A_store_that_knows_no_checksums_gets_none(StoreQuirks quirks)
    {
        Fake.Server.Buckets[FakeAwsFixture.Bucket].Quirks = quirks;
        var store = Fake.Store(options => options with { PartBytes = S3UploadTests.PartBytes });
        foreach (var size in (int[])[10, (2 * S3UploadTests.PartBytes) + 1])
        {
            var content = S3Content.Bytes(size, size);

            var written = await S3Content.WriteAsync(store, "a", content);

            Assert.Equal(content, await S3Content.ReadAsync(store, written!, 1 << 20));
        }
    }

    static void Set(string? value)
    {
        Environment.SetEnvironmentVariable(Variable, value);
        FallbackInternalConfigurationFactory.Reset();
    }
}
