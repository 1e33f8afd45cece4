using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Receipts;

/// <summary>Checks leaves of a source while it is read. Bytes of them that a reader leaves out are read here.</summary>
/// <param name="first">The leaf that is read first.</param>
/// <param name="count">Leaves that are checked while they are read.</param>
public sealed class SourceDigest(IByteSource source, SourceLayout layout, int first, int count = 0) : IByteSource
{
    const int GapBytes = 64 << 10;

    readonly List<string> _leaves = [];
    readonly long _end = count == 0 ? 0 : layout[first + count - 1].End;
    PieceHash? _piece;
    long _next = first < layout.Count ? layout[first].Start : layout.Size;

    public long? Length => source.Length;

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_next < _end && offset > _next)
            await ReadToAsync(Math.Min(offset, _end), cancellationToken);
        var read = await source.ReadAsync(offset, buffer, cancellationToken);
        var (from, to) = (Math.Max(offset, _next), Math.Min(offset + read, _end));
        if (from == _next && from < to)
            Take(buffer.Span[(int)(from - offset)..(int)(to - offset)]);
        return read;
    }

    /// <summary>The hashes of this many leaves, in hexadecimal digits. Fewer if the source is shorter than its layout says.</summary>
    public async Task<IReadOnlyList<string>> LeavesAsync(int leaves, CancellationToken cancellationToken)
    {
        if (leaves > 0)
            await ReadToAsync(layout[first + leaves - 1].End, cancellationToken);
        return _leaves;
    }

    public ValueTask DisposeAsync()
    {
        _piece?.Dispose();
        return source.DisposeAsync();
    }

    async ValueTask ReadToAsync(long end, CancellationToken cancellationToken)
    {
        if (_next >= end)
            return;
        var bytes = new byte[Math.Min(GapBytes, end - _next)];
        while (_next < end)
        {
            var read = await source.ReadAsync(_next, bytes.AsMemory(0, (int)Math.Min(bytes.Length, end - _next)), cancellationToken);
            if (read == 0)
                return;
            Take(bytes.AsSpan(0, read));
        }
    }

    void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var leafEnd = layout[first + _leaves.Count].End;
            var some = bytes[..(int)Math.Min(bytes.Length, leafEnd - _next)];
            _piece ??= new(layout.Check);
            _piece.Append(some);
            _next += some.Length;
            bytes = bytes[some.Length..];
            if (_next < leafEnd)
                return;
            _leaves.Add(Convert.ToHexStringLower(_piece.Leaf()));
            _piece.Dispose();
            _piece = null;
        }
    }
}
