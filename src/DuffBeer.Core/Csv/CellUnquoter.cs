namespace DuffBeer.Core.Csv;

/// <summary>Removes the quotes of cells.</summary>
sealed class CellUnquoter(Dialect dialect)
{
    readonly byte _quote = dialect.Quote;
    readonly bool _isPlain = dialect.IsPlain;

    /// <summary>Bytes between two cells.</summary>
    public int DelimiterLength { get; } = dialect.DelimiterLength;

    byte[] _unescaped = [];
    int _used;

    /// <summary>Forgets the cells of the record before.</summary>
    public void Begin() => _used = 0;

    /// <summary>A cell without its quotes, doubled quotes made single; valid until <see cref="Begin"/>.</summary>
    /// <param name="raw">The cell as in the file: if it begins with a quote, it ends with one.</param>
    public ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> raw)
    {
        if (!_isPlain)
            return UnquotedSlowly(raw);
        if (raw.IsEmpty || raw[0] != _quote)
            return raw;
        var inner = raw[1..^1];
        return inner.Contains(_quote) ? Unescape(inner) : inner;
    }

    ReadOnlySpan<byte> UnquotedSlowly(ReadOnlySpan<byte> raw)
    {
        var cell = raw;
        while (!cell.IsEmpty && dialect.IsOuterSpace(cell[0]))
            cell = cell[1..];
        var isQuoted = !cell.IsEmpty && cell[0] == _quote;
        if (isQuoted)
        {
            while (dialect.IsOuterSpace(cell[^1]))
                cell = cell[..^1];
            cell = cell[1..^1];
        }

        if (dialect.Escape is { } escape && cell.Contains(escape))
            return UnescapeBy(isQuoted ? cell : raw, escape, isQuoted);
        return !isQuoted ? raw : cell.Contains(_quote) ? Unescape(cell) : cell;
    }

    ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> inner)
    {
        var begin = Reserve(inner.Length);
        for (var i = 0; i < inner.Length; i++)
        {
            _unescaped[_used++] = inner[i];
            if (inner[i] == _quote)
                i++;
        }

        return _unescaped.AsSpan(begin, _used - begin);
    }

    ReadOnlySpan<byte> UnescapeBy(ReadOnlySpan<byte> text, byte escape, bool isQuoted)
    {
        var begin = Reserve(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : (byte)0;
            if (text[i] == escape && (next == escape || next == _quote || next == dialect.Delimiter))
                _unescaped[_used++] = text[++i];
            else
            {
                _unescaped[_used++] = text[i];
                if (isQuoted && text[i] == _quote)
                    i++;
            }
        }

        return _unescaped.AsSpan(begin, _used - begin);
    }

    int Reserve(int bytes)
    {
        // A new array, not a larger copy: cells already returned stay valid.
        if (_used + bytes > _unescaped.Length)
            (_unescaped, _used) = (new byte[Math.Max(bytes, 4096)], 0);
        return _used;
    }
}
