using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using Microsoft.Win32.SafeHandles;

namespace DuffBeer.Embedded.Store;

/// <summary>Reads one version of a file: detects a change of size, time or file before it returns the bytes.</summary>
sealed class FileByteSource(SafeFileHandle file, string path, FileState state) : IByteSource
{
    public long? Length => state.Size;

    // Synchronous: .NET would only do the same on another thread, and the block is usually in the system's cache.
    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(offset, buffer.Span));
    }

    int Read(long offset, Span<byte> buffer)
    {
        try
        {
            var filled = 0;
            while (filled < buffer.Length)
            {
                var read = RandomAccess.Read(file, buffer[filled..], offset + filled);
                if (read == 0)
                    break;
                filled += read;
            }

            if (FileState.Of(file) != state || FileState.At(path) != state)
                throw new TerminalException(
                    ProblemCode.SourceChanged, $"{path} changed while it was being read. Start again: the new version has its own run.");
            return filled;
        }
        catch (Exception exception) when (FileFailure.Is(exception))
        {
            throw FileFailure.OfRead(exception, path);
        }
    }

    public ValueTask DisposeAsync()
    {
        file.Dispose();
        return ValueTask.CompletedTask;
    }
}
