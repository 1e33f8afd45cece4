using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>A lake that also caches each new part, so that the next model reads it without fetching it.</summary>
sealed class KeepingStore(IObjectStore lake, PartCache cache) : IObjectStore
{
    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => lake.StatAsync(key, cancellationToken);

    public Task<ObjectStat?> StatAsync(string key, string version, CancellationToken cancellationToken) =>
        lake.StatAsync(key, version, cancellationToken);

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) => lake.OpenAsync(stat, cancellationToken);

    public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
        lake.ListAsync(keys, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => lake.DeleteAsync(key, cancellationToken);

    public Task FlushDeletionsAsync(CancellationToken cancellationToken) => lake.FlushDeletionsAsync(cancellationToken);

    public async Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken)
    {
        var upload = await lake.CreateAsync(key, condition, cancellationToken);
        return new Keeping(upload, key, cache);
    }

    sealed class Keeping(IObjectUpload upload, string key, PartCache cache) : IObjectUpload
    {
        readonly FileStream _draft = cache.Draft();

        public Stream Body => field ??= new TwoStreams(upload.Body, _draft);

        public async Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken)
        {
            var stat = await upload.CommitAsync(cancellationToken);
            await _draft.DisposeAsync();
            if (stat is not null)
                cache.Keep(_draft.Name, key);
            return stat;
        }

        public async ValueTask DisposeAsync()
        {
            await upload.DisposeAsync();
            await _draft.DisposeAsync();
            File.Delete(_draft.Name);
        }
    }

    /// <summary>Writes everything to both streams.</summary>
    sealed class TwoStreams(Stream first, Stream second) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => first.Length;
        public override long Position { get => first.Position; set => throw new NotSupportedException(); }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await first.WriteAsync(buffer, cancellationToken);
            await second.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            first.Write(buffer);
            second.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
