namespace DuffBeer.Core.Rows.Cells;

/// <summary>
/// A date format of a contract: <c>yyyy</c>, <c>MM</c> or <c>M</c>, <c>dd</c> or <c>d</c>, each once, and separators between them.
/// </summary>
public sealed class DateFormat
{
    sealed record Part(char Field, int Least, int Most);

    readonly Part[] _parts;

    DateFormat(Part[] parts) => _parts = parts;

    /// <summary>Null, with the problem, if the format is invalid.</summary>
    public static DateFormat? TryCreate(string format, out string problem)
    {
        problem = "";
        var parts = new List<Part>();
        for (var at = 0; at < format.Length;)
        {
            var run = format.AsSpan(at).Length - format.AsSpan(at).TrimStart(format[at]).Length;
            Part? part = (format[at], run) switch
            {
                ('y', 4) => new('y', 4, 4),
                ('M', 2) => new('M', 2, 2),
                ('M', 1) => new('M', 1, 2),
                ('d', 2) => new('d', 2, 2),
                ('d', 1) => new('d', 1, 2),
                (>= ' ' and <= '~' and var separator, _) when !char.IsAsciiLetterOrDigit(separator) => new(separator, 0, 0),
                _ => null,
            };
            if (part is not { } known)
            {
                problem =
                    $"'{format.Substring(at, run)}' is not part of a date format; it is made of yyyy, MM or M, dd or d, and separators";
                return null;
            }

            parts.Add(known);
            at += known.Most == 0 ? 1 : run;
        }

        if ("yMd".Any(field => parts.Count(part => part.Field == field) != 1))
            problem = "a date format has one year (yyyy), one month (MM or M) and one day (dd or d)";
        else if (parts.Zip(parts.Skip(1)).Any(pair => pair.First.Least < pair.First.Most && pair.Second.Most > 0))
            problem = "M or d is followed by digits; put a separator after it, or write MM or dd";
        return problem.Length == 0 ? new([.. parts]) : null;
    }

    /// <summary>False if the text does not have this form, or the calendar no such day.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out int day)
    {
        day = 0;
        var (year, month, dayOfMonth) = (0, 0, 0);
        foreach (var part in _parts)
        {
            if (part.Most == 0)
            {
                if (text.IsEmpty || text[0] != part.Field)
                    return false;
                text = text[1..];
                continue;
            }

            var digits = 0;
            var value = 0;
            for (; digits < part.Most && digits < text.Length && char.IsAsciiDigit((char)text[digits]); digits++)
                value = value * 10 + (text[digits] - '0');
            if (digits < part.Least)
                return false;
            text = text[digits..];
            _ = part.Field switch { 'y' => year = value, 'M' => month = value, _ => dayOfMonth = value };
        }

        return text.IsEmpty && Contracts.CalendarDay.TryOf(year, month, dayOfMonth, out day);
    }
}
