
namespace DuffBeer.Core.Rows.Cells;

/// <summary>The outcome of reading a cell's text as its type.</summary>
public enum TextForm { Value, NotOfType, OutOfRange }

/// <summary>Exact numbers from bytes: an optional sign, digits, and for a decimal at most one point. Nothing is rounded.</summary>
public static class NumberText
{
    const ulong NearOverflow = (ulong.MaxValue - 9) / 10;

    /// <summary>Reads an integer.</summary>
    public static TextForm ParseInteger(ReadOnlySpan<byte> text, out long value) => Parse(text, 0, point: false, out value);

    /// <summary>Reads a decimal as its unscaled value. Digits beyond <paramref name="scale"/> may only be zeros.</summary>
    /// <remarks><c>.5</c> is a number (spreadsheets and databases write it), <c>5.</c> is not: it looks truncated.</remarks>
    public static TextForm ParseDecimal(ReadOnlySpan<byte> text, int scale, out long value) => Parse(text, scale, point: true, out value);

    static TextForm Parse(ReadOnlySpan<byte> text, int scale, bool point, out long value)
    {
        value = 0;
        var negative = !text.IsEmpty && text[0] == '-';
        var at = negative || (!text.IsEmpty && text[0] == '+') ? 1 : 0;
        var magnitude = 0UL;
        var fits = true;

        var first = at;
        for (; at < text.Length && IsDigit(text[at], out var digit); at++)
            fits &= Push(ref magnitude, digit);

        var places = 0;
        var exact = true;
        if (point && at < text.Length - 1 && text[at] == '.')
        {
            for (at++; at < text.Length && IsDigit(text[at], out var digit); at++)
            {
                if (places < scale)
                {
                    fits &= Push(ref magnitude, digit);
                    places++;
                }
                else
                    exact &= digit == 0;
            }
        }

        if (at < text.Length || at == first || !exact)
            return TextForm.NotOfType;
        for (; places < scale; places++)
            fits &= Push(ref magnitude, 0);
        if (!fits || magnitude > (ulong)long.MaxValue + (negative ? 1UL : 0UL))
            return TextForm.OutOfRange;

        value = negative ? unchecked(-(long)magnitude) : (long)magnitude;
        return TextForm.Value;
    }

    static bool IsDigit(byte character, out uint digit)
    {
        digit = character - (uint)'0';
        return digit <= 9;
    }

    static bool Push(ref ulong magnitude, uint digit)
    {
        if (magnitude > NearOverflow)
            return false;
        magnitude = magnitude * 10 + digit;
        return true;
    }
}
