using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>Parses values that people enter: settings, defaults and parameters.</summary>
public static class TypedText
{
    const int LongestString = 1_000;

    /// <summary>The typed value, or a description of what was expected.</summary>
    public static SqlValue? Read(LogicalType type, string text, out string? expected)
    {
        var culture = CultureInfo.InvariantCulture;
        (object? value, expected) = type.Kind switch
        {
            TypeKind.Int32 =>
                (int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number) ? (object)number : null, "a whole number"),
            TypeKind.Int64 =>
                (long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number) ? number : null, "a whole number"),
            TypeKind.Decimal => (ReadDecimal(type, text), $"a number with at most {type.Scale} decimals, such as {1.5m.ToString(culture)}"),
            TypeKind.Double =>
                (double.TryParse(text, NumberStyles.Float, culture, out var number) && double.IsFinite(number) ? number : null, "a number"),
            TypeKind.Bool => (bool.TryParse(text, out var flag) ? flag : null, "true or false"),
            TypeKind.Date =>
                (
                    DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var date) ? date : null,
                    "a date such as 2026-11-21"),
            TypeKind.Timestamp => (ReadTimestamp(text), "a time such as 2026-11-21T08:00:00Z"),
            _ =>
                (
                    text.Length <= LongestString && !text.Contains('\0', StringComparison.Ordinal) ? text : null,
                    $"at most {LongestString.ToString("N0", culture)} characters"),
        };
        if (value is null)
            return null;
        expected = null;
        return new(type, value);
    }

    static decimal? ReadDecimal(LogicalType type, string text)
    {
        if (!decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        var digits = Math.Truncate(Math.Abs(number)).ToString(CultureInfo.InvariantCulture).TrimStart('0').Length;
        return number == Math.Round(number, Math.Min(type.Scale, 28)) && digits <= type.Precision - type.Scale ? number : null;
    }

    static DateTime? ReadTimestamp(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.UtcDateTime : null;
}
