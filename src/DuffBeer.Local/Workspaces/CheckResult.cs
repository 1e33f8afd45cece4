using System.Globalization;
using DuffBeer.Core.Models.UnitTests;

namespace DuffBeer.Local.Workspaces;

/// <param name="Line">1-based; 0 for the whole file.</param>
/// <param name="Column">1-based.</param>
sealed record DefinitionFault(string File, int Line, string Message, int Column = 1)
{
    /// <summary>With its place before it, as editors read it.</summary>
    public override string ToString() =>
        Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: {Message}") : $"{File}: {Message}";
}

/// <param name="Checked">Kind of definition (contracts, models, audits, reports) → how many were read.</param>
sealed record CheckResult(IReadOnlyDictionary<string, int> Checked, IReadOnlyList<DefinitionFault> Faults)
{
    /// <summary>Overrides for which no hash of the overridden definition is recorded.</summary>
    public int Unaccepted { get; init; }

    /// <summary>The same, with what unit tests found.</summary>
    public CheckResult With(IReadOnlyList<ModelTestResult> tests) => this with
    {
        Faults =
        [
            .. Faults,
            .. tests.SelectMany(
                result => result.Differences.Select(found => new DefinitionFault(result.Test.File, found.Line, found.Text))),
        ],
    };
}
