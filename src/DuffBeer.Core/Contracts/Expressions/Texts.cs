using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DuffBeer.Core.Contracts.Expressions;

sealed class TextColumnNode(int slot, int position) : TextNode(position)
{
    public override bool TryEvaluate(RowValues row, out ReadOnlySpan<byte> value)
    {
        value = row.Text(slot);
        return !row.IsNull(slot);
    }
}

sealed class TextLiteral(string literal, int position) : TextNode(position)
{
    readonly byte[] _utf8 = Encoding.UTF8.GetBytes(literal);

    public string Literal => literal;

    public override bool TryEvaluate(RowValues row, out ReadOnlySpan<byte> value)
    {
        value = _utf8;
        return true;
    }
}

sealed class Cased(TextNode inner, CaseRule rule, int position) : TextNode(position)
{
    public override bool TryEvaluate(RowValues row, out ReadOnlySpan<byte> value)
    {
        if (!inner.TryEvaluate(row, out value))
            return false;
        var to = row.Reserve(Utf8Text.Capacity(value.Length));
        value = to[..Utf8Text.Convert(value, rule, to)];
        return true;
    }
}

sealed class Trimmed(TextNode inner, int position) : TextNode(position)
{
    public override bool TryEvaluate(RowValues row, out ReadOnlySpan<byte> value)
    {
        var present = inner.TryEvaluate(row, out value);
        value = Utf8Text.Trim(value);
        return present;
    }
}

/// <summary>Padded on the left to a number of characters; a longer text is unchanged.</summary>
sealed class LeftPadded(TextNode inner, int length, byte pad, int position) : TextNode(position)
{
    public override bool TryEvaluate(RowValues row, out ReadOnlySpan<byte> value)
    {
        if (!inner.TryEvaluate(row, out value))
            return false;
        var missing = length - Encoding.UTF8.GetCharCount(value);
        if (missing <= 0)
            return true;
        var to = row.Reserve(missing + value.Length);
        to[..missing].Fill(pad);
        value.CopyTo(to[missing..]);
        value = to;
        return true;
    }
}

/// <summary>yyyy-MM of a date.</summary>
sealed class MonthOf(ScalarNode date, int position) : TextNode(position)
{
    public override bool TryEvaluate(RowValues row, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!date.TryEvaluate(row, out var day))
            return false;
        var to = row.Reserve("yyyy-MM".Length);
        CalendarDay.ToDate((int)day).TryFormat(to, out _, "yyyy-MM", CultureInfo.InvariantCulture);
        value = to;
        return true;
    }
}

/// <summary>
/// HMAC-SHA256 of the text under the settings' key, as 64 hex digits: equal values stay equal, and no value can be recovered.
/// </summary>
sealed class KeyedHash(TextNode inner, int position) : TextNode(position)
{
    public override bool TryEvaluate(RowValues row, out ReadOnlySpan<byte> value)
    {
        if (!inner.TryEvaluate(row, out value))
            return false;
        var key = row.HashKey ?? throw new InvalidOperationException("keyed_hash needs a key; the caller must check that it is set.");
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, value, hash);
        var to = row.Reserve(hash.Length * 2);
        Convert.TryToHexStringLower(hash, to, out _);
        value = to;
        return true;
    }
}
