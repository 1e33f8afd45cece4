using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>What a report may be asked with.</summary>
/// <param name="Default">Used where the caller gives none; null then means "no restriction".</param>
public sealed record ReportParameter(
    string Name,
    LogicalType Type,
    bool Required,
    SqlValue? Default,
    IReadOnlyList<string> OneOf,
    decimal? Min,
    decimal? Max,
    string Description)
{
    /// <summary>The value of a text, or what is wrong with it.</summary>
    public SqlValue? Read(string text, out string? mistake)
    {
        mistake = null;
        if (OneOf.Count > 0)
        {
            if (OneOf.FirstOrDefault(allowed => allowed.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } allowed)
                return TypedText.Read(Type, allowed, out _);
            mistake = $"{Name} is one of {string.Join(", ", OneOf)}, not '{Shown(text)}'";
            return null;
        }

        if (TypedText.Read(Type, text, out var expected) is not { } value)
            mistake = $"{Name} is {expected} ({Type}), not '{Shown(text)}'";
        else if (IsOutside(value))
            mistake = string.Create(CultureInfo.InvariantCulture, $"{Name} is {Bounds()}, not {text}");
        else
            return value;
        return null;
    }

    bool IsOutside(SqlValue value)
    {
        if (Min is null && Max is null)
            return false;
        if (value.Value is double number)
            return number < (double?)Min || number > (double?)Max;
        var exact = Convert.ToDecimal(value.Value, CultureInfo.InvariantCulture);
        return exact < Min || exact > Max;
    }

    string Bounds() => (Min, Max) switch
    {
        (null, _) => string.Create(CultureInfo.InvariantCulture, $"at most {Max}"),
        (_, null) => string.Create(CultureInfo.InvariantCulture, $"at least {Min}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"from {Min} to {Max}"),
    };

    static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
