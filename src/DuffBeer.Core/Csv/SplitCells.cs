namespace DuffBeer.Core.Csv;

/// <summary>The cells of a record that <see cref="UnitSplitter"/> found.</summary>
sealed class SplitCells(byte quote)
{
    byte[] _unescaped = [];
    int _used;

    public CellEnds Ends { get; } = new();

    /// <summary>Forgets the record before.</summary>
    public void Begin() => _used = 0;

    /// <summary>A cell without its quotes, doubled quotes made single.</summary>
    public ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> unit, int index)
    {
        var raw = Ends.Raw(unit, index);
        if (raw.IsEmpty || raw[0] != quote)
            return raw;
        var inner = raw[1..^1];
        return inner.Contains(quote) ? Unescape(inner) : inner;
    }

    ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> inner)
    {
        // A new array, not a larger copy: cells already handed out stay as they are.
        if (_used + inner.Length > _unescaped.Length)
            (_unescaped, _used) = (new byte[Math.Max(inner.Length, 4096)], 0);

        var begin = _used;
        for (var i = 0; i < inner.Length; i++)
        {
            _unescaped[_used++] = inner[i];
            if (inner[i] == quote)
                i++;
        }

        return _unescaped.AsSpan(begin, _used - begin);
    }
}
