using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>A parameter of a report.</summary>
/// <param name="Default">The value if the caller gives none; null then means "no restriction".</param>
public sealed record ReportParameter(string Name, ValueRule Rule, bool Required, SqlValue? Default, string Description)
{
    /// <summary>The rules that a line may have after name and type.</summary>
    public static readonly IReadOnlyList<HeaderKey> Rules =
    [
        new("required", "A request without a value is refused"),
        new("default(x)", "The value if the request has none; without it no value means no restriction"),
        new("oneOf(a, b, …)", "The allowed values, in any case"),
        new("min(x)", "Smallest value"),
        new("max(x)", "Largest value"),
        new("values(model.column[, label])", "Column with the values to choose from, and the column with their names"),
        new("also(a, …)", "Values with a meaning of their own, such as All and each, listed before those"),
    ];

    public LogicalType Type => Rule.Type;
    public IReadOnlyList<string> OneOf => Rule.OneOf;

    /// <summary>Where the values to choose from are; null if the header names no place.</summary>
    public ReportValueSource? Values { get; init; }

    /// <summary>Values with a meaning of their own, such as <c>All</c>, besides those of <see cref="Values"/>.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>Whether callers can list the values to choose from.</summary>
    public bool HasValues => Values is not null || OneOf.Count > 0 || Type.Kind == TypeKind.Bool;

    /// <summary>The value of a text, or the mistake in it.</summary>
    public SqlValue? Read(string text, out string? mistake) => Rule.Read(Name, text, out mistake);
}

/// <summary>A model's column whose values a parameter takes, and the column with their names.</summary>
/// <param name="Label">Null where a value is its own name.</param>
/// <param name="Line">Line of the report's file.</param>
public sealed record ReportValueSource(string Model, string Column, string? Label, int Line)
{
    /// <summary>Reads <c>model.column</c> or <c>model.column, label</c>; null for anything else.</summary>
    internal static ReportValueSource? Read(IReadOnlyList<string> arguments, int line) => arguments switch
    {
        [var column] when Split(column) is [var model, var name] => new(model, name, null, line),
        [var column, var label] when Split(column) is [var model, var name] && SqlName.IsValid(label) => new(model, name, label, line),
        _ => null,
    };

    static string[]? Split(string name) => name.Split('.') is { Length: 2 } words && words.All(SqlName.IsValid) ? words : null;
}
