using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>A parameter of a report.</summary>
/// <param name="Default">The value if the caller gives none; null then means "no restriction".</param>
public sealed record ReportParameter(string Name, ValueRule Rule, bool Required, SqlValue? Default, string Description)
{
    public LogicalType Type => Rule.Type;
    public IReadOnlyList<string> OneOf => Rule.OneOf;

    /// <summary>The value of a text, or the mistake in it.</summary>
    public SqlValue? Read(string text, out string? mistake) => Rule.Read(Name, text, out mistake);
}
