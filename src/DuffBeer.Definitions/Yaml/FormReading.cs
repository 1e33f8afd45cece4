using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows.Cells;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml;

/// <summary>Reads how a column's values are written: formats and zones of times, notation of numbers, words of a bool.</summary>
static class FormReading
{
    static readonly string[] s_timeKeys = ["formats", "pivot", "zone", "localTime"];
    static readonly string[] s_numberKeys = ["decimal", "thousands", "currency"];
    static readonly string[] s_wordKeys = ["trueWords", "falseWords"];

    public static Column Read(Section section, Column column, NumberNotation numbers)
    {
        var kind = column.Type.Kind;
        Only(
            section, s_timeKeys[..2], kind is TypeKind.Date or TypeKind.Timestamp,
            $"only a date or timestamp has formats, not {column.Type}");
        Only(section, ["event"], kind is TypeKind.Date or TypeKind.Timestamp, $"only a date or timestamp is an event, not {column.Type}");
        Only(section, s_timeKeys[2..], kind is TypeKind.Timestamp, $"only a timestamp has a time zone, not {column.Type}");
        Only(section, s_numberKeys, IsNumber(kind), $"only a number has a notation, not {column.Type}");
        Only(section, s_wordKeys, kind is TypeKind.Bool, $"only a bool has such words, not {column.Type}");
        return kind switch
        {
            TypeKind.Date or TypeKind.Timestamp => Times(section, column),
            TypeKind.Bool => Words(section, column),
            _ when IsNumber(kind) => column with { Notation = Notation(section, numbers, kind) },
            _ => column,
        };
    }

    static bool IsNumber(TypeKind kind) => kind is TypeKind.Int32 or TypeKind.Int64 or TypeKind.Decimal or TypeKind.Double;

    static void Only(Section section, IEnumerable<string> keys, bool fits, string problem)
    {
        foreach (var key in keys.Where(key => !fits && section.Find(key) is not null))
            section.Report(key, problem);
    }

    static NumberNotation Notation(Section section, NumberNotation numbers, TypeKind kind)
    {
        var notation = NumberReading.Read(section, numbers);
        // A whole number has no decimal places, so that mark alone does not matter.
        return kind is TypeKind.Int32 or TypeKind.Int64 && notation is { Thousands: null, Currency.Count: 0 }
            ? NumberNotation.Plain
            : notation;
    }

    static Column Times(Section section, Column column)
    {
        column = column with { IsEvent = section.Flag("event") };
        var pivot = section.Integer("pivot") ?? column.Pivot;
        if (pivot is < 0 or > 100)
            section.Report("pivot", $"a pivot is 0 to 100, not {pivot}");
        var formats = new List<string>();
        foreach (var (index, scalar) in section.Scalars("formats").Index())
        {
            if (DateFormat.TryCreate(scalar.Value, out var problem) is null)
                section.Report(scalar, $"formats[{index}]", problem);
            else
                formats.Add(scalar.Value);
        }

        var zone = section.Scalar("zone", "a time zone")?.Value;
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            section.Report("zone", $"'{zone}' is not a time zone such as Europe/Berlin");
            zone = null;
        }

        return column with
        {
            Pivot = (int)pivot,
            Formats = formats,
            Zone = zone,
            LocalTime = section.Choice(
                "localTime", LocalTimeRule.Reject,
                new("reject", LocalTimeRule.Reject), new("earlier", LocalTimeRule.Earlier), new("later", LocalTimeRule.Later)),
        };
    }

    static Column Words(Section section, Column column)
    {
        var (isTrue, isFalse) = (section.Texts("trueWords"), section.Texts("falseWords"));
        if ((isTrue.Count == 0) != (isFalse.Count == 0))
            section.Report(isTrue.Count == 0 ? "falseWords" : "trueWords", "a bool needs both trueWords and falseWords");
        if (isTrue.Intersect(isFalse, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } both)
            section.Report("falseWords", $"'{both}' is a word for true already");
        return column with { TrueWords = isTrue, FalseWords = isFalse };
    }
}
