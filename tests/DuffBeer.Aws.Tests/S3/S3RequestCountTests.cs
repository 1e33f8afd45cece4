using DuffBeer.Aws.S3;
using DuffBeer.FakeAws.Faults;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Tests.S3;

/// <summary>Exactly the requests that the fake receives are counted, as S3 bills them.</summary>
public sealed class S3RequestCountTests : IAsyncLifetime
{
    FakeAwsFixture _fake = null!;

    public async Task InitializeAsync() => _fake = await FakeAwsFixture.StartAsync();

    public async Task DisposeAsync() => await _fake.DisposeAsync();

    [Fact]
    public async Task Each_operation_counts_as_its_kind()
    {
        var store = _fake.Store(options => options with { PartBytes = 5 << 20 });
        var spent = await SpentAsync(async () =>
        {
            var small = await WriteAsync(store, "small", 1_000);
            await WriteAsync(store, "large", 12 << 20);
            await store.StatAsync("none", default);
            await ReadAsync(store, small);
            _ = await store.ListAsync("", default).CountAsync();
            await store.DeleteAsync("small", default);
        });

        AssertAsSeen(spent);
        Assert.Equal((12 << 20) + 1_000, spent.BytesWritten);
        Assert.Equal((12 << 20) + 1_000, spent.BytesUploaded);
        Assert.Equal(1_000, spent.BytesDownloaded);
        // Begin, three parts, complete; and the small one.
        Assert.Equal((6, 1), (spent.WriteRequests, spent.DeleteRequests));
    }

    [Fact]
    public async Task An_abandoned_upload_costs_what_was_sent_and_writes_nothing()
    {
        var store = _fake.Store(options => options with { PartBytes = 5 << 20 });
        var spent = await SpentAsync(async () =>
        {
            await using var upload = await store.CreateAsync("large", WriteCondition.None, default);
            await upload.Body.WriteAsync(new byte[12 << 20]);
            // A request stopped before it reaches S3 counts too: whether it arrived is unknown.
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            while (_fake.Calls("UploadPart") < 2)
                await Task.Delay(5, patience.Token);
        });

        Assert.Equal((0, 1), (spent.BytesWritten, spent.DeleteRequests));
        // Begin and two parts; the third was not full yet. A part whose connection broke may have been about to be sent again.
        Assert.InRange(spent.WriteRequests, 3, 5);
        Assert.InRange(spent.BytesUploaded, 10 << 20, 20 << 20);
    }

    [Fact]
    public async Task A_throttled_try_is_not_billed_but_its_retry_is()
    {
        var store = _fake.Store();
        _fake.Server.Faults.FailNext("s3:PutObject", FaultKind.Throttled, times: 2);
        _fake.Server.Faults.FailNext("s3:GetObject", FaultKind.InternalError);
        var spent = await SpentAsync(async () => await ReadAsync(store, await WriteAsync(store, "small", 1_000)));

        Assert.Equal((3, 2), (_fake.Calls("PutObject"), _fake.Calls("GetObject")));
        Assert.Equal((1, 1_000), (spent.WriteRequests, spent.BytesUploaded));
        Assert.Equal(_fake.Calls("GetObject") - 1 + _fake.Calls("HeadObject"), spent.ReadRequests);
    }

    [Fact]
    public async Task A_lost_answer_is_billed_and_so_is_its_retry()
    {
        var store = _fake.Store();
        _fake.Server.Faults.FailNext("s3:PutObject", FaultKind.LostAnswer);
        var spent = await SpentAsync(() => WriteAsync(store, "small", 1_000));

        Assert.Equal(2, _fake.Calls("PutObject"));
        Assert.Equal((2, 2_000, 1_000), (spent.WriteRequests, spent.BytesUploaded, spent.BytesWritten));
    }

    [Fact]
    public async Task A_broken_body_counts_every_byte_as_often_as_it_arrived()
    {
        var store = _fake.Store();
        var stat = await WriteAsync(store, "large", 3 << 20);
        _fake.Server.Faults.FailNext("s3:GetObject", FaultKind.TornBody);
        var before = _fake.Calls("GetObject");
        var spent = await SpentAsync(() => ReadAsync(store, stat));

        Assert.Equal(_fake.Calls("GetObject") - before, spent.ReadRequests - 1);
        Assert.InRange(spent.BytesDownloaded, stat.Size, 2 * stat.Size);
    }

    void AssertAsSeen(CostDrivers spent)
    {
        Assert.Equal(_fake.Calls("GetObject") + _fake.Calls("HeadObject"), spent.ReadRequests);
        Assert.Equal(
            _fake.Calls("PutObject") + _fake.Calls("CreateMultipartUpload") + _fake.Calls("UploadPart")
                + _fake.Calls("CompleteMultipartUpload"),
            spent.WriteRequests);
        Assert.Equal(
            _fake.Calls("ListObjectsV2") + _fake.Calls("ListObjectVersions") + _fake.Calls("ListMultipartUploads")
                + _fake.Calls("ListParts"),
            spent.ListRequests);
        Assert.Equal(_fake.Calls("DeleteObject") + _fake.Calls("AbortMultipartUpload"), spent.DeleteRequests);
        Assert.Equal(_fake.Server.Calls.Count, spent.ReadRequests + spent.WriteRequests + spent.ListRequests + spent.DeleteRequests);
    }

    static async Task<CostDrivers> SpentAsync(Func<Task> work)
    {
        var meter = CostMeter.Begin();
        await work();
        return meter.Spent;
    }

    static async Task<ObjectStat> WriteAsync(S3ObjectStore store, string key, int bytes)
    {
        await using var upload = await store.CreateAsync(key, WriteCondition.None, default);
        await upload.Body.WriteAsync(new byte[bytes]);
        return (await upload.CommitAsync(default))!;
    }

    static async Task ReadAsync(S3ObjectStore store, ObjectStat stat)
    {
        await using var source = await store.OpenAsync(stat, default);
        await source.ReadAsync(0, new byte[stat.Size], default);
    }
}
