using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Rows.Cells;

/// <summary>
/// ISO 8601 timestamps: <c>yyyy-MM-dd</c>, <c>T</c> or a space, <c>HH:mm</c>, optionally <c>:ss</c> and 1 to 9 fraction digits (cut to
/// microseconds), then <c>Z</c>, an offset (<c>+02:00</c>, <c>+0200</c>, <c>+02</c>) or nothing, which means UTC.
/// </summary>
public static class TimestampText
{
    // 0001-01-01 and 9999-12-31 in microseconds: an offset may lead out of the calendar.
    static readonly long s_least = CalendarDay.Of(DateOnly.MinValue) * CalendarDay.MicrosecondsPerDay;
    static readonly long s_greatest = (CalendarDay.Of(DateOnly.MaxValue) + 1) * CalendarDay.MicrosecondsPerDay - 1;

    public static TextForm Parse(ReadOnlySpan<byte> text, out long microseconds) => Parse(text, out microseconds, out _);

    /// <param name="text">The text.</param>
    /// <param name="microseconds">Since 1970-01-01 UTC.</param>
    /// <param name="isLocal">Whether the text has no offset.</param>
    internal static TextForm Parse(ReadOnlySpan<byte> text, out long microseconds, out bool isLocal)
    {
        isLocal = false;
        microseconds = 0;
        if (text.Length < 16
            || !TryDigits(text, 0, 4, out var year) || text[4] != '-'
            || !TryDigits(text, 5, 2, out var month) || text[7] != '-'
            || !TryDigits(text, 8, 2, out var dayOfMonth) || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')
            || !TryDigits(text, 11, 2, out var hour) || hour > 23 || text[13] != ':'
            || !TryDigits(text, 14, 2, out var minute) || minute > 59
            || !CalendarDay.TryOf(year, month, dayOfMonth, out var day))
            return TextForm.NotOfType;

        text = text[16..];
        if (!TryTakeSeconds(ref text, out var secondMicroseconds) || !TryOffset(text, out var offsetMinutes))
            return TextForm.NotOfType;
        isLocal = text.IsEmpty;

        microseconds = day * CalendarDay.MicrosecondsPerDay + (hour * 60 + minute - offsetMinutes) * 60_000_000L + secondMicroseconds;
        return microseconds >= s_least && microseconds <= s_greatest ? TextForm.Value : TextForm.OutOfRange;
    }

    static bool TryTakeSeconds(ref ReadOnlySpan<byte> text, out int microseconds)
    {
        microseconds = 0;
        if (text.IsEmpty || text[0] != ':')
            return true;
        if (!TryDigits(text, 1, 2, out var second) || second > 59)
            return false;

        text = text[3..];
        microseconds = second * 1_000_000;
        if (text.IsEmpty || text[0] != '.')
            return true;

        var digits = 0;
        var weight = 100_000;
        for (text = text[1..]; digits < text.Length && char.IsAsciiDigit((char)text[digits]); digits++, weight /= 10)
            microseconds += (text[digits] - '0') * weight;
        text = text[digits..];
        return digits is >= 1 and <= 9;
    }

    /// <summary>Nothing and <c>Z</c> are 0 minutes.</summary>
    internal static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.IsEmpty || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8))
            return true;
        if (text[0] is not ((byte)'+' or (byte)'-') || !TryDigits(text, 1, 2, out var hours))
            return false;

        var rest = text[3..];
        if (!rest.IsEmpty && rest[0] == ':')
            rest = rest[1..];
        else if (text.Length is not (3 or 5))
            return false;
        var minute = 0;
        if (text.Length > 3 && (rest.Length != 2 || !TryDigits(rest, 0, 2, out minute)))
            return false;
        minutes = (hours * 60 + minute) * (text[0] == '-' ? -1 : 1);
        // The largest offset from UTC in ISO 8601.
        return hours <= 18 && minute <= 59;
    }

    static bool TryDigits(ReadOnlySpan<byte> text, int at, int count, out int value)
    {
        value = 0;
        if (text.Length < at + count)
            return false;
        foreach (var character in text.Slice(at, count))
        {
            if (!char.IsAsciiDigit((char)character))
                return false;
            value = value * 10 + (character - '0');
        }

        return true;
    }
}
