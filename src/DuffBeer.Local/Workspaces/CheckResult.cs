namespace DuffBeer.Local.Workspaces;

/// <param name="Line">1-based; 0 for the whole file.</param>
/// <param name="Column">1-based.</param>
sealed record DefinitionFault(string File, int Line, string Message, int Column = 1);

/// <param name="Checked">Kind of definition (contracts, models, audits, reports) → how many were read.</param>
sealed record CheckResult(IReadOnlyDictionary<string, int> Checked, IReadOnlyList<DefinitionFault> Faults)
{
    /// <summary>Overrides for which no hash of the overridden definition is recorded.</summary>
    public int Unaccepted { get; init; }
}
