using Microsoft.AspNetCore.Http;

namespace DuffBeer.FakeAws.Faults;

/// <summary>A response body that breaks off half way.</summary>
sealed class TornStream(Stream inner, HttpContext http) : Stream
{
    long _left = -1;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left < 0)
            _left = (http.Response.ContentLength ?? buffer.Length) / 2;
        var count = (int)Math.Min(_left, buffer.Length);
        await inner.WriteAsync(buffer[..count], cancellationToken);
        _left -= count;
        if (_left > 0 || count == buffer.Length)
            return;
        await inner.FlushAsync(cancellationToken);
        http.Abort();
        throw new OperationCanceledException("The answer was torn.", http.RequestAborted);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
    public override void Flush() => throw new NotSupportedException();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
