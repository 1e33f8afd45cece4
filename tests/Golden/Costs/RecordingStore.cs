using System.Collections.Concurrent;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Golden.Tests.Costs;

/// <summary>Records the reads of a store, and each object written with its bytes.</summary>
/// <param name="failures">The share of commits that fail, alternately before and after the write.</param>
sealed class RecordingStore(IObjectStore store, double failures = 0) : IObjectStore
{
    readonly Random _random = new(7);
    long _bytesRead;

    public long BytesRead => _bytesRead;
    public ConcurrentQueue<(string Key, long Bytes)> Written { get; } = [];
    public int Failures { get; private set; }

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => store.StatAsync(key, cancellationToken);

    public Task<ObjectStat?> StatAsync(string key, string version, CancellationToken cancellationToken) =>
        store.StatAsync(key, version, cancellationToken);

    public async Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) =>
        new Source(this, await store.OpenAsync(stat, cancellationToken));

    public async Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
        new Upload(this, key, await store.CreateAsync(key, condition, cancellationToken));

    public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
        store.ListAsync(keys, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);

    /// <summary>Null, or how many commits failed before this one.</summary>
    int? Strike()
    {
        lock (_random)
            return _random.NextDouble() < failures ? Failures++ : null;
    }

    sealed class Source(RecordingStore record, IByteSource source) : IByteSource
    {
        public long? Length => source.Length;

        public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var read = await source.ReadAsync(offset, buffer, cancellationToken);
            Interlocked.Add(ref record._bytesRead, read);
            return read;
        }

        public ValueTask DisposeAsync() => source.DisposeAsync();
    }

    sealed class Upload(RecordingStore record, string key, IObjectUpload upload) : IObjectUpload
    {
        public Stream Body => upload.Body;

        public async Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken)
        {
            var strike = record.Strike();
            if (strike % 2 == 0)
                throw new TransientException(ProblemCode.StoreUnavailable, "The store is away.");
            var stat = await upload.CommitAsync(cancellationToken);
            if (stat is not null)
                record.Written.Enqueue((key, stat.Size));
            return strike is null ? stat : throw new TransientException(ProblemCode.StoreUnavailable, "The answer is lost.");
        }

        public ValueTask DisposeAsync() => upload.DisposeAsync();
    }
}
