using DuffBeer.Core.Failures;
using DuffBeer.FakeAws.S3;

namespace DuffBeer.Aws.Tests.S3;

/// <summary>A bucket that keeps versions.</summary>
public sealed class S3VersionTests : IAsyncLifetime
{
    FakeAwsFixture? _fake;

    FakeAwsFixture Fake => _fake!;

    public async Task InitializeAsync() => _fake = await FakeAwsFixture.StartAsync(new() { Versioned = true });

    public async Task DisposeAsync() => await Fake.DisposeAsync();

    [Fact]
    public async Task A_replaced_version_can_still_be_found_and_read()
    {
        var store = Fake.Store(options => options with { PinsVersions = true });
        var old = await S3Content.WriteAsync(store, "a", "old");
        var now = await S3Content.WriteAsync(store, "a", "new");

        Assert.NotEqual(old!.Version, now!.Version);
        Assert.Equal(old, await store.StatAsync("a", old.Version!, default));
        Assert.Equal("old", await S3Content.ReadAsync(store, old));
        Assert.Equal("new", await S3Content.ReadAsync(store, now));
    }

    [Fact]
    public async Task An_unknown_version_has_no_stat()
    {
        var store = Fake.Store(options => options with { PinsVersions = true });
        await S3Content.WriteAsync(store, "a", "one");

        Assert.Null(await store.StatAsync("a", "no-such-version", default));
    }

    [Fact]
    public async Task A_deleted_object_has_no_stat_but_its_versions_do()
    {
        var store = Fake.Store(options => options with { PinsVersions = true });
        var written = await S3Content.WriteAsync(store, "a", "one");
        await store.DeleteAsync("a", default);

        Assert.Null(await store.StatAsync("a", default));
        Assert.Equal("one", await S3Content.ReadAsync(store, (await store.StatAsync("a", written!.Version!, default))!));
    }

    [Fact]
    public async Task Old_versions_of_one_object_can_be_deleted()
    {
        var store = Fake.Store(options => options with { PinsVersions = true });
        var old = await S3Content.WriteAsync(store, "a", "old");
        await store.DeleteAsync("a", default);
        var other = await S3Content.WriteAsync(store, "ab", "other");
        await S3Content.WriteAsync(store, "ab", "newer");
        var now = await S3Content.WriteAsync(store, "a", "new");

        await store.DeleteOldVersionsAsync(now!, default);

        Assert.Null(await store.StatAsync("a", old!.Version!, default));
        Assert.Equal("new", await S3Content.ReadAsync(store, now!));
        Assert.Equal("other", await S3Content.ReadAsync(store, other!));
    }

    [Fact]
    public async Task A_list_of_versions_has_the_newest_of_each_key_as_its_stat()
    {
        var store = Fake.Store(options => options with { PinsVersions = true });
        foreach (var key in (string[])["b", "a", "c", "a"])
            await S3Content.WriteAsync(store, key, Guid.NewGuid().ToString());
        await store.DeleteAsync("c", default);

        Assert.Equal(
            [(await store.StatAsync("a", default))!, (await store.StatAsync("b", default))!], await S3Content.ListAsync(store, ""));
    }

    [Fact]
    public async Task No_request_names_a_version_where_versions_do_not_matter()
    {
        var store = Fake.Store(options => options with { PartBytes = S3UploadTests.PartBytes });
        foreach (var size in (int[])[10, S3UploadTests.PartBytes + 1])
        {
            var written = await S3Content.WriteAsync(store, "a", S3Content.Bytes(size, 1));

            Assert.Null(written!.Version);
            Assert.Equal(written, await store.StatAsync("a", default));
            Assert.Equal(size, (await S3Content.ReadAsync(store, written, 1 << 20)).Length);
        }

        Assert.DoesNotContain(Fake.Server.Calls, call => call.Query.Contains("versionId", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, StoreQuirks.StuckMarker, "s3:ListBucket on s3://duffbeer-lake/k/: the token")]
    [InlineData(true, StoreQuirks.StuckMarker, "s3:ListBucketVersions on s3://duffbeer-lake/k/: the token")]
    [InlineData(false, StoreQuirks.MissingMarker, "s3:ListBucket on s3://duffbeer-lake/k/: the answer says that more follows")]
    [InlineData(true, StoreQuirks.MissingMarker, "s3:ListBucketVersions on s3://duffbeer-lake/k/: the answer says that more follows")]
    public async Task A_list_that_does_not_advance_is_a_problem(bool ofVersions, StoreQuirks quirk, string problem)
    {
        var bucket = Fake.Server.Buckets[FakeAwsFixture.Bucket];
        for (var i = 0; i < 9; i++)
            await bucket.PutAsync($"k/{i}", new MemoryStream([1]), default);
        bucket.Quirks = quirk;

        var failure = await Assert.ThrowsAsync<TerminalException>(
            () => S3Content.ListAsync(Fake.Store(options => options with { PinsVersions = ofVersions, PageKeys = 2 }), "k/"));

        Assert.StartsWith(problem, failure.Message, StringComparison.Ordinal);
        Assert.InRange(Fake.Server.Calls.Count, 1, 3);
    }

    [Fact]
    public async Task Lists_of_several_pages_are_complete_and_in_order()
    {
        var bucket = Fake.Server.Buckets[FakeAwsFixture.Bucket];
        for (var i = 0; i < 1100; i++)
        {
            await bucket.PutAsync($"k/{i:0000}", new MemoryStream([(byte)i]), default);
            if (i % 3 == 0)
                await bucket.PutAsync($"k/{i:0000}", new MemoryStream([(byte)i, 1]), default);
        }

        var expected = Enumerable.Range(0, 1100).Select(i => $"k/{i:0000}").ToList();
        Assert.Equal(expected, (await S3Content.ListAsync(Fake.Store(), "k/")).Select(stat => stat.Key));
        Assert.Equal(
            expected,
            (await S3Content.ListAsync(Fake.Store(options => options with { PinsVersions = true }), "k/")).Select(stat => stat.Key));
    }
}
