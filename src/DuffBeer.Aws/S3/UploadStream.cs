
namespace DuffBeer.Aws.S3;

/// <summary>Collects written bytes into parts. A full part is sent only when more follows, so a single part stays here.</summary>
/// <param name="partBytes">Bytes of the n-th part, n from 1.</param>
/// <param name="send">Takes a full part and returns its buffer to the shared pool.</param>
sealed class UploadStream(Func<int, int> partBytes, Func<byte[], int, CancellationToken, Task> send) : Stream
{
    const int FirstBytes = 64 << 10;

    byte[] _buffer = Buffers.Pool.Rent(FirstBytes);
    int _filled;
    int _part = 1;
    long _length;
    bool _isClosed;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => !_isClosed;
    public override long Length => _length;
    public override long Position { get => _length; set => throw new NotSupportedException(); }

    /// <summary>The bytes after the parts that were sent; the caller owns the buffer, and the stream has ended.</summary>
    public (byte[] Buffer, int Count) TakeRest()
    {
        var rest = (_buffer, _filled);
        (_buffer, _filled, _isClosed) = ([], 0, true);
        return rest;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        while (buffer.Length > 0)
        {
            if (Take(buffer.Span) is > 0 and var taken)
                buffer = buffer[taken..];
            else
                await SendAsync(cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        while (buffer.Length > 0)
        {
            if (Take(buffer) is > 0 and var taken)
                buffer = buffer[taken..];
            else
                SendAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
            Buffers.Pool.Return(TakeRest().Buffer);
        base.Dispose(disposing);
    }

    /// <summary>Copies what fits into the part; 0 if it is full.</summary>
    int Take(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(bytes.Length, partBytes(_part) - _filled);
        if (_filled + count > _buffer.Length)
            Grow(_filled + count);
        bytes[..count].CopyTo(_buffer.AsSpan(_filled));
        _filled += count;
        _length += count;
        return count;
    }

    // Two hundred small objects may be open at a time, so a buffer grows with its bytes.
    void Grow(int needed)
    {
        var larger = Buffers.Pool.Rent(Math.Min(partBytes(_part), Math.Max(needed, _buffer.Length * 2)));
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        Buffers.Pool.Return(_buffer);
        _buffer = larger;
    }

    async Task SendAsync(CancellationToken cancellationToken)
    {
        var (full, count) = (_buffer, _filled);
        (_buffer, _filled) = (Buffers.Pool.Rent(FirstBytes), 0);
        _part++;
        await send(full, count, cancellationToken);
    }
}
