using Microsoft.AspNetCore.Http;

namespace DuffBeer.FakeAws.Wire;

/// <summary>Counts the bytes of answers' bodies.</summary>
sealed class SentBytes
{
    long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public async Task CountAsync(HttpContext http, RequestDelegate answer)
    {
        var body = http.Response.Body;
        http.Response.Body = new Counted(body, this);
        try
        {
            await answer(http);
        }
        finally
        {
            http.Response.Body = body;
        }
    }

    sealed class Counted(Stream body, SentBytes sent) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => body.Length;
        public override long Position { get => body.Position; set => throw new NotSupportedException(); }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Interlocked.Add(ref sent._bytes, buffer.Length);
            return body.WriteAsync(buffer, cancellationToken);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Interlocked.Add(ref sent._bytes, count);
            body.Write(buffer, offset, count);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => body.FlushAsync(cancellationToken);

        public override void Flush() => body.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
