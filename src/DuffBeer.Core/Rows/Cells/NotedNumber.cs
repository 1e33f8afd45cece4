using System.Text;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Rows.Cells;

/// <summary>Rewrites numbers of a contract's notation (<c>1.234,50 €</c>) as plain ones (<c>1234.50</c>). Nothing is guessed.</summary>
sealed class NotedNumber(NumberNotation notation)
{
    // Longer cells are no numbers.
    const int MaxLength = 128;

    readonly byte[] _plain = new byte[MaxLength + 2];
    readonly byte[][] _currency = [.. notation.Currency.Select(Encoding.UTF8.GetBytes).OrderByDescending(sign => sign.Length)];
    readonly byte[] _thousands = notation.Thousands is { } separator ? Encoding.UTF8.GetBytes([separator]) : [];

    /// <summary>What a number looks like, to follow the type: <c>with a decimal comma</c>.</summary>
    public string Wording { get; } = string.Join(
        " and ",
        new[]
        {
            notation.Decimal == '.' ? "" : $"'{notation.Decimal}' before the decimal places",
            notation.Thousands is { } between ? $"'{between}' between thousands" : "",
            notation.Currency.Count == 0 ? "" : $"perhaps {string.Join(" or ", notation.Currency)}",
        }.Where(part => part.Length > 0));

    /// <summary>The plain form, valid until the next call; false if the cell is not written in the notation.</summary>
    public bool TryRead(ReadOnlySpan<byte> cell, out ReadOnlySpan<byte> plain)
    {
        var length = Write(cell, _plain);
        plain = _plain.AsSpan(0, Math.Max(0, length));
        return length > 0;
    }

    int Write(ReadOnlySpan<byte> cell, Span<byte> to)
    {
        cell = WithoutCurrency(cell);
        if (cell.IsEmpty || cell.Length > MaxLength)
            return -1;
        var written = 0;
        if (cell[0] is (byte)'-' or (byte)'+')
        {
            to[written++] = cell[0];
            cell = WithoutCurrency(cell[1..]);
        }

        if (cell.IsEmpty)
            return -1;
        var mark = cell.IndexOf((byte)notation.Decimal);
        var whole = mark < 0 ? cell : cell[..mark];
        if (!TryWhole(whole, to, ref written))
            return -1;
        if (mark < 0)
            return written;
        if (cell[(mark + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return -1;
        to[written++] = (byte)'.';
        cell[(mark + 1)..].CopyTo(to[written..]);
        return written + cell.Length - mark - 1;
    }

    /// <summary>The digits before the decimal places: all of them together, or in groups of three.</summary>
    bool TryWhole(ReadOnlySpan<byte> whole, Span<byte> to, ref int written)
    {
        var isGrouped = _thousands.Length > 0 && whole.IndexOf(_thousands) >= 0;
        var group = 0;
        var isFirst = true;
        while (true)
        {
            var digits = whole.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end ? end : whole.Length;
            if (isGrouped && (isFirst ? digits is < 1 or > 3 : digits != 3))
                return false;
            whole[..digits].CopyTo(to[written..]);
            written += digits;
            group++;
            whole = whole[digits..];
            if (whole.IsEmpty)
                return !isGrouped || group > 1;
            if (!isGrouped || !whole.StartsWith(_thousands))
                return false;
            whole = whole[_thousands.Length..];
            isFirst = false;
        }
    }

    ReadOnlySpan<byte> WithoutCurrency(ReadOnlySpan<byte> cell)
    {
        foreach (var sign in _currency)
        {
            if (cell.StartsWith(sign))
                return Utf8Text.Trim(cell[sign.Length..]);
            if (cell.EndsWith(sign))
                return Utf8Text.Trim(cell[..^sign.Length]);
        }

        return cell;
    }
}
