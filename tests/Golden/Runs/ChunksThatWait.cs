using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Runs;

/// <summary>A processor is held only by chunks that compute.</summary>
public sealed class ChunksThatWait
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task While_one_chunk_is_being_written_the_only_core_transforms_another()
    {
        var (landing, lake) = (new MemoryStore(), new SlowStore(new MemoryStore()));
        var source = landing.Put("duff/orders/orders.csv", Csv.Bytes(Csv.Header + Csv.Rows(40)));
        var steps = new Steps(new(landing, lake, "landing"), lake, Contracts.DuffOrders, new() { ChunkBytes = 600, Workers = 1 });
        var run = await steps.StartAsync(source);
        Assert.True((await steps.Inspect.RunAsync(run, default)) is { Length: > 700 });

        var first = steps.Transform.RunAsync(new(run.RunId, run.Attempt, 0, null), default);
        await lake.Waiting.WaitAsync(s_patience);
        var second = await steps.Transform.RunAsync(new(run.RunId, run.Attempt, 1, null), default).WaitAsync(s_patience);

        Assert.False(first.IsCompleted);
        lake.GoOn();
        Assert.Equal((await first.WaitAsync(s_patience)).Next, second.First);
    }

    /// <summary>Blocks the commit of a table's first object.</summary>
    sealed class SlowStore(IObjectStore store) : IObjectStore
    {
        readonly TaskCompletionSource _waiting = new();
        readonly TaskCompletionSource _goOn = new();

        public Task Waiting => _waiting.Task;

        public void GoOn() => _goOn.SetResult();

        public async Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
            new Upload(await store.CreateAsync(key, condition, cancellationToken), key, this);

        public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => store.StatAsync(key, cancellationToken);

        public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) =>
            store.OpenAsync(stat, cancellationToken);

        public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
            store.ListAsync(keys, cancellationToken);

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);

        sealed class Upload(IObjectUpload upload, string key, SlowStore slow) : IObjectUpload
        {
            public Stream Body => upload.Body;

            public async Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken)
            {
                if (key.StartsWith("tables/", StringComparison.Ordinal) && slow._waiting.TrySetResult())
                    await slow._goOn.Task;
                return await upload.CommitAsync(cancellationToken);
            }

            public ValueTask DisposeAsync() => upload.DisposeAsync();
        }
    }
}
