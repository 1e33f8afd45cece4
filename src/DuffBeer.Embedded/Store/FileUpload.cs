using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.Store;

/// <summary>A temporary file that becomes an object on commit and is deleted otherwise.</summary>
sealed class FileUpload(FileStream file, Func<CancellationToken, Task<ObjectStat?>> commit) : IObjectUpload
{
    bool _ended;

    public Stream Body { get; } = new GuardedStream(file);

    public Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        return commit(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _ended = true;
        try
        {
            await file.DisposeAsync();
        }
        catch (IOException)
        {
            // Bytes that a full disk did not accept are discarded with the file.
        }

        try
        {
            File.Delete(file.Name);
        }
        catch (Exception exception) when (FileFailure.Is(exception))
        {
            // The next process that takes the home's lock deletes it.
        }
    }
}

/// <summary>A forward-only stream that throws store failures.</summary>
sealed class GuardedStream(FileStream file) : Stream
{
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => file.Length;
    public override long Position { get => file.Position; set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            file.Write(buffer);
        }
        catch (Exception exception) when (FileFailure.Is(exception))
        {
            throw FileFailure.Of(exception, file.Name);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Synchronous: .NET would only do the same on another thread, and the system's cache takes the bytes at once.
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
        try
        {
            file.Flush();
        }
        catch (Exception exception) when (FileFailure.Is(exception))
        {
            throw FileFailure.Of(exception, file.Name);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
