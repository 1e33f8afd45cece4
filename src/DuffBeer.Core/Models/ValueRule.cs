using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>The allowed input of a parameter or a setting: a type, and its allowed values or range.</summary>
public sealed record ValueRule(LogicalType Type)
{
    public IReadOnlyList<string> OneOf { get; init; } = [];
    public decimal? Min { get; init; }
    public decimal? Max { get; init; }

    /// <summary>The value of a text, or the mistake in it.</summary>
    /// <param name="name">Name of the value in the mistake's message.</param>
    public SqlValue? Read(string name, string text, out string? mistake)
    {
        mistake = null;
        if (OneOf.Count > 0)
        {
            if (OneOf.FirstOrDefault(allowed => allowed.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } allowed)
                return TypedText.Read(Type, allowed, out _);
            mistake = $"{name} must be one of {string.Join(", ", OneOf)}, not '{Shown(text)}'";
            return null;
        }

        if (TypedText.Read(Type, text, out var expected) is not { } value)
            mistake = $"{name} must be {expected} ({Type}), not '{Shown(text)}'";
        else if (IsOutside(value))
            mistake = string.Create(CultureInfo.InvariantCulture, $"{name} must be {Bounds()}, not {text}");
        else
            return value;
        return null;
    }

    /// <summary>Whether a word of a line is a rule; the description begins with the first word that is not.</summary>
    internal static bool IsRule(string word) => HeaderList.Call(word) is (var name, { Count: > 0 }) && name is "oneOf" or "min" or "max";

    /// <summary>Adds <c>oneOf(a, b)</c>, <c>min(x)</c> or <c>max(x)</c>; null if the rule does not fit the type.</summary>
    internal ValueRule? With(string word)
    {
        var (name, arguments) = HeaderList.Call(word);
        return name switch
        {
            "oneOf" when arguments.All(allowed => TypedText.Read(Type, allowed, out _) is not null) => this with { OneOf = arguments },
            "min" when IsNumeric && ReadNumber(arguments) is { } min => this with { Min = min },
            "max" when IsNumeric && ReadNumber(arguments) is { } max => this with { Max = max },
            _ => null,
        };
    }

    bool IsNumeric => Type.Kind is TypeKind.Int32 or TypeKind.Int64 or TypeKind.Decimal or TypeKind.Double;

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

    static decimal? ReadNumber(IReadOnlyList<string> arguments) =>
        arguments.Count == 1 && decimal.TryParse(arguments[0], NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
