namespace DuffBeer.Local.Workspaces;

/// <param name="Line">1-based; 0 for the whole file.</param>
sealed record DefinitionFault(string File, int Line, string Message);

/// <param name="Checked">Kind of definition (contracts, models, audits, reports) → how many were read.</param>
sealed record CheckResult(IReadOnlyDictionary<string, int> Checked, IReadOnlyList<DefinitionFault> Faults);
