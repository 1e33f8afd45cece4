namespace DuffBeer.Core.Csv;

/// <summary>Removes the quotes of cells.</summary>
sealed class CellUnquoter(byte quote)
{
    byte[] _unescaped = [];
    int _used;

    /// <summary>Forgets the cells of the record before.</summary>
    public void Begin() => _used = 0;

    /// <summary>A cell without its quotes, doubled quotes made single; valid until <see cref="Begin"/>.</summary>
    /// <param name="raw">The cell as in the file: if it begins with a quote, it ends with one.</param>
    public ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty || raw[0] != quote)
            return raw;
        var inner = raw[1..^1];
        return inner.Contains(quote) ? Unescape(inner) : inner;
    }

    ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> inner)
    {
        // A new array, not a larger copy: cells already returned stay valid.
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
