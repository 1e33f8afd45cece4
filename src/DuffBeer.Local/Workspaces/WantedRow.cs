using DuffBeer.Core.Explain;

namespace DuffBeer.Local.Workspaces;

/// <summary>A row of a report that is to be explained.</summary>
/// <param name="Keys">Column → text of its value.</param>
/// <param name="Column">Null for all columns.</param>
/// <param name="Limit">Source lines of a page.</param>
/// <param name="Next">Continuation token; null for the first page.</param>
/// <param name="Prove">Computes the figures again from the lines.</param>
sealed record WantedRow(IReadOnlyDictionary<string, string> Keys, string? Column, int Limit, string? Next, bool Prove);

/// <param name="Proof">Null if none was wanted.</param>
sealed record WhyFound(Explanation Why, WhyProof? Proof);
