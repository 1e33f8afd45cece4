using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Csv;

/// <summary>A source's bytes from its start, followed by a suffix.</summary>
sealed class SourceStream(IByteSource source, ReadOnlyMemory<byte> suffix) : ForwardStream
{
    long _offset;
    int _suffixRead;
    bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_ended)
        {
            var read = await source.ReadAsync(_offset, buffer, cancellationToken);
            _offset += read;
            _ended = read < buffer.Length;
            if (read > 0)
                return read;
        }

        var count = Math.Min(buffer.Length, suffix.Length - _suffixRead);
        suffix.Slice(_suffixRead, count).CopyTo(buffer);
        _suffixRead += count;
        return count;
    }
}
