using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Explain;

/// <summary>One unit of a file as its bytes are.</summary>
/// <param name="Number">1-based number of its first line in the file.</param>
sealed record RawUnit(long Number, byte[] Bytes);

/// <summary>Reads single lines of a file by their offsets, and counts the lines before them.</summary>
/// <remarks>
/// Line numbers need one pass over the file; the counts at every 64 KiB are kept, so a later question reads little more than it shows.
/// </remarks>
sealed class RawLines
{
    const int Block = 1 << 16;
    const int Buffer = 1 << 20;
    const int MostFiles = 32;
    const int FirstRead = 16 << 10;

    /// <summary>File → for each block the line breaks before it, doubled; odd where the byte before is a carriage return.</summary>
    readonly Dictionary<string, List<long>> _counts = [];

    /// <param name="file">Identifies the version of the file.</param>
    /// <param name="offsets">Begins of lines, ascending.</param>
    public async Task<IReadOnlyDictionary<long, RawUnit>> ReadAsync(
        string file, IByteSource source, bool isPlain, Dialect dialect, IReadOnlyList<long> offsets, CancellationToken cancellationToken)
    {
        var counts = CountsOf(file);
        var found = new Dictionary<long, RawUnit>();
        var window = new Window(source, counts, isPlain);
        foreach (var offset in offsets)
        {
            await window.MoveToAsync(offset, cancellationToken);
            for (var size = FirstRead; ; size *= 4)
            {
                await window.HoldAsync(size, cancellationToken);
                var unit = UnitSplitter.Split(window.Bytes.Span, window.IsAtEnd, dialect, Dialect.MaxRecordBytes, new CellEnds());
                if (unit.Extent == UnitExtent.NeedsMore && !window.IsAtEnd)
                    continue;
                found[offset] = new(window.Lines + 1, window.Bytes[..unit.Length].ToArray());
                break;
            }
        }

        return found;
    }

    List<long> CountsOf(string file)
    {
        lock (_counts)
        {
            if (_counts.TryGetValue(file, out var known))
                return known;
            if (_counts.Count >= MostFiles)
                _counts.Clear();
            return _counts[file] = [0];
        }
    }

    /// <summary>The bytes from a position on, with the number of line breaks before it.</summary>
    sealed class Window(IByteSource source, List<long> counts, bool isPlain)
    {
        byte[] _buffer = new byte[Buffer];
        int _begin;
        int _end;
        long _position;
        bool _lastWasReturn;

        public long Lines { get; private set; }
        public bool IsAtEnd { get; private set; }
        public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(_begin, _end - _begin);

        public async Task MoveToAsync(long offset, CancellationToken cancellationToken)
        {
            Jump(offset);
            while (_position < offset)
            {
                if (_begin == _end)
                    await FillAsync(offset - _position > Block ? Buffer : offset - _position + FirstRead, cancellationToken);
                if (_begin == _end)
                    return;
                // Not across a block, so that its count is kept.
                var step = (int)Math.Min(Math.Min(offset - _position, _end - _begin), Block - _position % Block);
                Pass(step);
            }
        }

        public async Task HoldAsync(int bytes, CancellationToken cancellationToken)
        {
            while (_end - _begin < bytes && !IsAtEnd)
                await FillAsync(bytes, cancellationToken);
        }

        // A decoded file can only be read on.
        void Jump(long offset)
        {
            int known;
            lock (counts)
                known = counts.Count - 1;
            var block = Math.Min(offset / Block, known);
            if (!isPlain || block * Block <= _position + (_end - _begin))
                return;
            (_position, _begin, _end, IsAtEnd) = (block * Block, 0, 0, false);
            lock (counts)
                (Lines, _lastWasReturn) = (counts[(int)block] >> 1, (counts[(int)block] & 1) == 1);
        }

        void Pass(int bytes)
        {
            var passed = _buffer.AsSpan(_begin, bytes);
            Lines += Breaks(passed);
            _begin += bytes;
            _position += bytes;
            if (_position % Block != 0)
                return;
            lock (counts)
            {
                if (counts.Count == _position / Block)
                    counts.Add((Lines << 1) | (_lastWasReturn ? 1L : 0));
            }
        }

        // CR LF is one break, also where a block ends between the two.
        long Breaks(ReadOnlySpan<byte> bytes)
        {
            var breaks = (long)bytes.Count((byte)'\n');
            if (_lastWasReturn && bytes[0] == '\n')
                breaks--;
            if (bytes.Contains((byte)'\r'))
                breaks += bytes.Count((byte)'\r') - bytes.Count("\r\n"u8);
            _lastWasReturn = bytes[^1] == '\r';
            return breaks;
        }

        /// <param name="wanted">Bytes from the position on.</param>
        async Task FillAsync(long wanted, CancellationToken cancellationToken)
        {
            if (_begin > 0)
            {
                _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
                (_begin, _end) = (0, _end - _begin);
            }

            if (_end == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            var most = (int)Math.Clamp(wanted - _end, 1, _buffer.Length - _end);
            var read = await source.ReadAsync(_position + _end, _buffer.AsMemory(_end, most), cancellationToken);
            _end += read;
            IsAtEnd = read == 0;
        }
    }
}
