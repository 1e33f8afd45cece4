using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.S3;

/// <summary>The bytes of one version of an object. Sequential reads are served by several blocks requested ahead.</summary>
/// <remarks>
/// The first read, and each read elsewhere, requests exactly its own bytes, so reading the head of a large file costs no more.
/// </remarks>
sealed class S3ByteSource(S3Range range, S3StoreOptions options) : IByteSource
{
    readonly SemaphoreSlim _turn = new(1);
    readonly Queue<Block> _blocks = [];
    long _next = -1;
    long _asked;

    public long? Length => range.Stat.Size;

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = (int)Math.Clamp(range.Stat.Size - offset, 0, buffer.Length);
        if (count == 0)
            return 0;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (offset == _next)
            {
                await ReadAheadAsync(offset, buffer[..count], cancellationToken);
            }
            else
            {
                Drop();
                await range.FillAsync(offset, buffer[..count], cancellationToken);
                _asked = offset + count;
            }

            _next = offset + count;
            return count;
        }
        finally
        {
            _turn.Release();
        }
    }

    async Task ReadAheadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (buffer.Length > 0)
        {
            while (_blocks.Count < options.ParallelReads && _asked < range.Stat.Size)
            {
                var count = (int)Math.Min(options.ReadBytes, range.Stat.Size - _asked);
                _blocks.Enqueue(new(range, _asked, count));
                _asked += count;
            }

            var block = _blocks.Peek();
            await block.Filled.WaitAsync(cancellationToken);
            var copied = block.CopyTo(buffer, offset);
            (offset, buffer) = (offset + copied, buffer[copied..]);
            if (offset == block.End)
                _blocks.Dequeue().Dispose();
        }
    }

    void Drop()
    {
        while (_blocks.TryDequeue(out var block))
            block.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        Drop();
        _turn.Release();
    }

    /// <summary>Bytes that have arrived or are on their way.</summary>
    sealed class Block : IDisposable
    {
        readonly CancellationTokenSource _stop = new();
        readonly byte[] _bytes;
        readonly long _offset;
        readonly int _count;

        public Block(S3Range range, long offset, int count)
        {
            (_offset, _count) = (offset, count);
            _bytes = Buffers.Pool.Rent(count);
            Filled = range.FillAsync(offset, _bytes.AsMemory(0, count), _stop.Token);
        }

        public Task Filled { get; }

        public long End => _offset + _count;

        public int CopyTo(Memory<byte> to, long offset)
        {
            var from = _bytes.AsMemory((int)(offset - _offset), (int)Math.Min(to.Length, End - offset));
            from.CopyTo(to);
            return from.Length;
        }

        // The buffer is returned only when no read writes to it any more.
        public void Dispose()
        {
            _stop.Cancel();
            Filled.ContinueWith(
                ended =>
                {
                    _ = ended.Exception;
                    Buffers.Pool.Return(_bytes);
                    _stop.Dispose();
                },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
