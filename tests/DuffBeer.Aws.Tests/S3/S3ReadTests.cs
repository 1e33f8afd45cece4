using DuffBeer.FakeAws.Faults;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Tests.S3;

/// <summary>Reads over HTTP, with network faults.</summary>
public sealed class S3ReadTests : IAsyncLifetime
{
    FakeAwsFixture? _fake;

    FakeAwsFixture Fake => _fake!;

    FaultPlan Faults => Fake.Server.Faults;

    public async Task InitializeAsync() => _fake = await FakeAwsFixture.StartAsync();

    public async Task DisposeAsync() => await Fake.DisposeAsync();

    [Fact]
    public async Task A_broken_stream_is_continued_from_where_it_broke()
    {
        var content = S3Content.Bytes(3 << 20, 1);
        var stat = await PutAsync(content);
        Faults.FailNext("s3:GetObject", FaultKind.TornBody, times: 3);

        Assert.Equal(content, await S3Content.ReadAsync(Fake.Store(), stat, piece: content.Length));
        Assert.Equal(4, Fake.Calls("GetObject"));
    }

    [Fact]
    public async Task Sequential_reads_request_several_ranges_ahead_and_return_every_byte_once()
    {
        var content = S3Content.Bytes((1 << 20) + 12_345, 2);
        var stat = await PutAsync(content);
        Faults.Kinds = [FaultKind.Slow, FaultKind.TornBody, FaultKind.Throttled];
        Faults.Delay = TimeSpan.FromMilliseconds(5);
        Faults.Rate = 0.3;

        var store = Fake.Store(options => options with { ReadBytes = 50_000, ParallelReads = 4 });

        Assert.Equal(content, await S3Content.ReadAsync(store, stat, piece: 33_333));
    }

    [Fact]
    public async Task The_first_read_requests_only_its_own_bytes()
    {
        var stat = await PutAsync(S3Content.Bytes(1 << 20, 3));
        await using var source = await Fake.Store().OpenAsync(stat, default);

        await source.ReadAsync(0, new byte[1000], default);
        await source.ReadAsync(500_000, new byte[1000], default);

        Assert.Equal(2, Fake.Calls("GetObject"));
    }

    [Fact]
    public async Task An_object_replaced_between_two_ranges_is_not_mixed()
    {
        var stat = await PutAsync(S3Content.Bytes(1 << 20, 4));
        await using var source = await Fake.Store(options => options with { ReadBytes = 10_000 }).OpenAsync(stat, default);
        await source.ReadAsync(0, new byte[1000], default);
        await source.ReadAsync(1000, new byte[1000], default);
        await PutAsync(S3Content.Bytes(1 << 20, 5));

        var failure = await Assert.ThrowsAsync<TerminalException>(async () => await source.ReadAsync(500_000, new byte[1000], default));

        Assert.Equal(ProblemCode.SourceChanged, failure.Code);
    }

    [Fact]
    public async Task A_store_that_always_fails_is_unavailable_after_all_tries()
    {
        var stat = await PutAsync([1, 2, 3]);
        var store = Fake.Store(options: Fake.Options with { Retries = 1 });
        Faults.FailNext("s3:HeadObject", FaultKind.Throttled, times: 2);

        var failure = await Assert.ThrowsAsync<TransientException>(() => store.OpenAsync(stat, default));

        Assert.Equal(ProblemCode.StoreUnavailable, failure.Code);
    }

    async Task<ObjectStat> PutAsync(byte[] content)
    {
        await Fake.Server.Buckets[FakeAwsFixture.Bucket].PutAsync("a", new MemoryStream(content), default);
        return (await Fake.Store().StatAsync("a", default))!;
    }
}
