using System.Runtime.CompilerServices;

namespace DuffBeer.Core.Csv;

/// <summary>Takes clean records from a buffer, many at a time, by an index of the bytes that separate them.</summary>
/// <remarks>
/// It takes only units that strict quoting makes records whatever follows; the first other unit ends the stretch and is left to
/// <see cref="UnitSplitter"/>.
/// </remarks>
sealed class RecordScanner(Dialect dialect, int maxRecord)
{
    /// <summary>Bytes indexed at a time.</summary>
    const int Window = 32 << 10;

    readonly byte _quote = dialect.Quote;
    readonly byte _separator = dialect.Delimiter;
    readonly bool _isPlain = dialect.IsPlain;
    readonly MarkIndex _marks = new(dialect.Delimiter, dialect.Quote);

    // The index covers positions [_from, _to) of the buffer as last filled.
    int _from;
    int _to;

    // The next mark, and the next one that is not a separator.
    int _mark;
    int _other;

    /// <summary>Whether the last stretch ended because the index did.</summary>
    bool _ranOut;

    /// <summary>Bytes examined.</summary>
    public long Examined { get; private set; }

    /// <summary>The buffer's bytes have moved.</summary>
    public void Forget() => _from = _to = 0;

    /// <summary>
    /// Fills the block with buffered records that start before the position <paramref name="end"/>; returns the position after them.
    /// </summary>
    public int Take(ForwardBuffer buffer, long end, RecordBlock block)
    {
        block.Begin(buffer.Bytes, buffer.StartOffset - buffer.Start);
        var at = buffer.Start;
        if (!_isPlain)
            return at;
        var isAscii = true;
        while (at < end && at < buffer.End && !block.IsFull)
        {
            if (at < _from || at >= _to || (_ranOut && at > _from))
                Scan(buffer, at);
            else
                SkipTo(at);
            var taken = Walk(buffer, at, end, block);
            if (taken == at)
                break;
            at = taken;
            isAscii &= _marks.IsAscii;
            if (!_ranOut)
                break;
        }

        block.IsAscii = isAscii;
        return at;
    }

    void Scan(ForwardBuffer buffer, int at)
    {
        _ranOut = false;
        (_from, _to) = (at, Math.Min(buffer.End, at + Window));
        (_mark, _other) = (0, 0);
        _marks.Scan(buffer.Bytes, _from, _to);
        Examined += _to - _from;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void SkipTo(int at)
    {
        var positions = _marks.Positions;
        while (_mark < positions.Length && positions[_mark] < at)
            _mark++;
        while (_other < _marks.OtherCount && _marks.Others[_other] < _mark)
            _other++;
    }

    /// <summary>Takes records until one is not clean, the block is full or the index ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int Walk(ForwardBuffer buffer, int start, long end, RecordBlock block)
    {
        var bytes = buffer.Bytes;
        var positions = _marks.Positions;
        var others = _marks.Others;
        var cells = block.Cells;
        for (; start < end && !block.IsFull; block.Add(start), start = _next)
        {
            if (_other >= others.Length)
            {
                _ranOut = true;
                break;
            }

            var other = others[_other];
            var at = positions[other];
            if (bytes[at] == _quote)
            {
                if (!TryQuoted(bytes, start, block))
                    break;
                continue;
            }

            // Blank, or with another number of cells, or over the limit.
            if (other - _mark != cells - 1 || at == start || at - start > maxRecord || !TryBreak(bytes, at, other))
                break;
            _marks.CopyTo(other - cells + 1, cells, block.NextEnds);
        }

        return start;
    }

    int _next;

    /// <summary>Skips the line break at a mark; false if more bytes are needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    bool TryBreak(byte[] bytes, int at, int mark)
    {
        var isPair = bytes[at] == LineBreak.Cr;
        if (isPair)
        {
            if (at + 1 >= _to)
            {
                _ranOut = true;
                return false;
            }

            isPair = bytes[at + 1] == LineBreak.Lf;
        }

        var length = isPair ? 2 : 1;
        _mark = mark + length;
        _other += length;
        _next = at + length;
        return true;
    }

    /// <summary>Takes a record with quoted cells that stays on one line and closes every quote.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    bool TryQuoted(byte[] bytes, int start, RecordBlock block)
    {
        var positions = _marks.Positions;
        var others = _marks.Others;
        var ends = block.NextEnds;
        var (mark, other, cell) = (_mark, _other, 0);
        for (var begin = start; ; begin = positions[mark - 1] + 1)
        {
            if (mark >= positions.Length)
                return RanOut();
            if (begin < _to && bytes[begin] == _quote)
            {
                // The opening quote is the mark; the cell must end right after the closing one.
                do
                {
                    mark++;
                    while (mark < positions.Length && bytes[positions[mark]] == _separator)
                        mark++;
                    if (mark + 1 >= positions.Length)
                        return RanOut();
                    if (bytes[positions[mark]] != _quote)
                        return false;
                    mark++;
                }
                while (positions[mark] == positions[mark - 1] + 1 && bytes[positions[mark]] == _quote);
                if (positions[mark] != positions[mark - 1] + 1)
                    return false;
            }

            var at = positions[mark];
            if (bytes[at] == _quote || cell == block.Cells)
                return false;
            ends[cell++] = at;
            mark++;
            if (bytes[at] == _separator)
                continue;

            if (cell != block.Cells || at - start > maxRecord)
                return false;
            while (others[other] < mark - 1)
                other++;
            var before = _other;
            _other = other;
            if (TryBreak(bytes, at, mark - 1))
                return true;
            _other = before;
            return false;
        }
    }

    bool RanOut()
    {
        _ranOut = true;
        return false;
    }
}
