using System.Buffers;
using System.Globalization;
using System.Text;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Rows.Cells;

/// <summary>A moment as it is written: a day, the time of day, and an offset from UTC if there is one.</summary>
public readonly record struct WrittenTime(int Day, long MicrosecondOfDay, int? OffsetMinutes)
{
    /// <summary>Microseconds since 1970-01-01, the offset not applied.</summary>
    public long LocalMicroseconds => Day * CalendarDay.MicrosecondsPerDay + MicrosecondOfDay;
}

/// <summary>
/// A date or time format of a contract. A date is <c>yyyy</c> or <c>yy</c>, <c>MM</c>, <c>M</c>, <c>MMM</c> (Jan) or <c>MMMM</c> (January),
/// <c>dd</c> or <c>d</c>; a time <c>HH</c> or <c>H</c> (or <c>hh</c>, <c>h</c> with <c>tt</c>), <c>mm</c>, <c>ss</c>, <c>f</c> to
/// <c>fffffffff</c>, <c>zzz</c>; each once, with separators and 'quoted text' between them.
/// </summary>
public sealed class DateFormat
{
    const string Allowed =
        "yyyy or yy, MM, M, MMM or MMMM, dd or d, HH, H, hh or h, mm, ss, f, tt, zzz, separators and 'quoted text'";

    static readonly string[] s_once = ["Hh", "m", "s", "f", "t", "z"];
    static readonly SearchValues<byte> s_offset = SearchValues.Create("+-:0123456789Zz"u8);
    static readonly string[] s_months = [.. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Take(12)];

    // Most is 0 for literal text.
    sealed record Part(char Field, int Least, int Most, byte[] Text);

    readonly Part[] _parts;
    readonly int _pivot;

    DateFormat(Part[] parts, int pivot) => (_parts, _pivot) = (parts, pivot);

    /// <summary>Null, with the problem, if the format is invalid.</summary>
    /// <param name="format">The format.</param>
    /// <param name="problem">What is wrong with it; empty if nothing is.</param>
    /// <param name="pivot">Two-digit years below it are of this century.</param>
    public static DateFormat? TryCreate(string format, out string problem, int pivot = 50)
    {
        problem = "";
        var parts = new List<Part>();
        for (var at = 0; at < format.Length;)
        {
            var run = format.AsSpan(at).Length - format.AsSpan(at).TrimStart(format[at]).Length;
            if (format[at] == '\'' && format.IndexOf('\'', at + 1) is > 0 and var end)
            {
                parts.Add(new('\'', 0, 0, Encoding.UTF8.GetBytes(format[(at + 1)..end])));
                at = end + 1;
                continue;
            }

            if (PartOf(format[at], run) is not { } known)
            {
                problem = $"'{format.Substring(at, run)}' is not part of a date or time format; it is made of {Allowed}";
                return null;
            }

            parts.Add(known);
            at += known.Most == 0 ? 1 : run;
        }

        problem = Problem(parts);
        return problem.Length == 0 ? new([.. parts], pivot) : null;
    }

    /// <summary>False if the text does not have this form, or the calendar no such day.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out int day)
    {
        var isDate = TryParse(text, out WrittenTime time);
        day = time.Day;
        return isDate;
    }

    /// <summary>False if the text does not have this form, or the calendar no such day or the day no such time.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out WrittenTime time)
    {
        time = default;
        var (year, month, dayOfMonth, hour, minute, second, microsecond) = (0, 0, 0, 0, 0, 0, 0);
        int? offset = null;
        bool? isAfternoon = null;
        foreach (var part in _parts)
        {
            if (part.Most == 0)
            {
                if (!text.StartsWith(part.Text))
                    return false;
                text = text[part.Text.Length..];
                continue;
            }

            switch (part.Field)
            {
                case 'N' or 'n':
                    if (!TryMonth(ref text, part.Field == 'n', out month))
                        return false;
                    continue;
                case 't':
                    if (text.Length < 2 || (text[1] | 0x20) != 'm' || (text[0] | 0x20) is not ('a' or 'p'))
                        return false;
                    isAfternoon = (text[0] | 0x20) == 'p';
                    text = text[2..];
                    continue;
                case 'z':
                    if (!TryOffset(ref text, out offset))
                        return false;
                    continue;
            }

            if (!TryDigits(ref text, part, out var value, out var digits))
                return false;
            _ = part.Field switch
            {
                'y' => year = value,
                'Y' => year = value + (value < _pivot ? 2000 : 1900),
                'M' => month = value,
                'd' => dayOfMonth = value,
                'H' or 'h' => hour = value,
                'm' => minute = value,
                's' => second = value,
                _ => microsecond = Microseconds(value, digits),
            };
        }

        if (isAfternoon is { } afternoon)
        {
            if (hour is < 1 or > 12)
                return false;
            hour = (hour % 12) + (afternoon ? 12 : 0);
        }

        if (!text.IsEmpty || hour > 23 || minute > 59 || second > 59 || !CalendarDay.TryOf(year, month, dayOfMonth, out var day))
            return false;
        time = new(day, (((hour * 60 + minute) * 60) + second) * 1_000_000L + microsecond, offset);
        return true;
    }

    static Part? PartOf(char field, int run) => (field, run) switch
    {
        ('y', 4) => new('y', 4, 4, []),
        ('y', 2) => new('Y', 2, 2, []),
        ('M', 4) => new('N', 1, 1, []),
        ('M', 3) => new('n', 1, 1, []),
        ('M' or 'd' or 'H' or 'h' or 'm' or 's', 2) => new(field, 2, 2, []),
        ('M' or 'd' or 'H' or 'h' or 'm' or 's', 1) => new(field, 1, 2, []),
        ('f', >= 1 and <= 9) => new('f', run, run, []),
        ('t', 2) => new('t', 2, 2, []),
        ('z', 3) => new('z', 1, 6, []),
        // The letter between date and time in ISO 8601.
        ('T', 1) => new('T', 0, 0, [(byte)'T']),
        (>= ' ' and <= '~', _) when !char.IsAsciiLetterOrDigit(field) => new(field, 0, 0, [(byte)field]),
        _ => null,
    };

    static string Problem(List<Part> parts)
    {
        if (Count("yY") != 1 || Count("MNn") != 1 || Count("d") != 1)
            return "a date format has one year (yyyy or yy), one month (MM, M, MMM or MMMM) and one day (dd or d)";
        if (s_once.Any(fields => Count(fields) > 1))
            return "each part of a time occurs once";
        if (Count("h") != Count("t"))
            return "hh needs tt (AM or PM), and tt needs hh";
        return parts.Zip(parts.Skip(1)).Any(pair => pair.First.Least < pair.First.Most && pair.First.Field != 'z' && pair.Second.Most > 0)
            ? "M or d is followed by digits; put a separator after it, or write MM or dd"
            : "";

        int Count(string fields) => parts.Count(part => part.Most > 0 && fields.Contains(part.Field, StringComparison.Ordinal));
    }

    static bool TryDigits(ref ReadOnlySpan<byte> text, Part part, out int value, out int digits)
    {
        (value, digits) = (0, 0);
        for (; digits < part.Most && digits < text.Length && char.IsAsciiDigit((char)text[digits]); digits++)
            value = value * 10 + (text[digits] - '0');
        text = text[digits..];
        return digits >= part.Least;
    }

    /// <summary>The month of an English name, ignoring case.</summary>
    static bool TryMonth(ref ReadOnlySpan<byte> text, bool isShort, out int month)
    {
        for (month = 12; month > 0; month--)
        {
            var name = isShort ? s_months[month - 1][..3] : s_months[month - 1];
            if (text.Length < name.Length || !Ascii.EqualsIgnoreCase(text[..name.Length], name))
                continue;
            text = text[name.Length..];
            return true;
        }

        return false;
    }

    /// <summary><c>Z</c>, <c>+02:00</c>, <c>+0200</c> or <c>+02</c>.</summary>
    static bool TryOffset(ref ReadOnlySpan<byte> text, out int? minutes)
    {
        var end = text.IndexOfAnyExcept(s_offset) is >= 0 and var found ? found : text.Length;
        var isOffset = TimestampText.TryOffset(text[..end], out var value) && end > 0;
        minutes = isOffset ? value : null;
        text = text[end..];
        return isOffset;
    }

    static int Microseconds(int fraction, int digits)
    {
        for (; digits < 6; digits++)
            fraction *= 10;
        for (; digits > 6; digits--)
            fraction /= 10;
        return fraction;
    }
}
