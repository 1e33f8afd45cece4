namespace DuffBeer.Core.Rows;

/// <summary>Which cell of a file's records belongs to which column of the contract.</summary>
/// <param name="Found">The header's names as they stand in the file: a record has as many cells.</param>
/// <param name="Cells">For each column of the contract the index of its cell; -1 where an optional column is missing.</param>
/// <param name="Warnings">New and missing columns that the drift policy wants told.</param>
public sealed record HeaderMap(IReadOnlyList<string> Found, IReadOnlyList<int> Cells, IReadOnlyList<string> Warnings);
