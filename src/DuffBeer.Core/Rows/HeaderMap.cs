namespace DuffBeer.Core.Rows;

/// <summary>Which cell of a file's records belongs to which column of the contract.</summary>
/// <param name="Found">The names in the file's header; every record must have as many cells.</param>
/// <param name="Cells">For each column of the contract, the index of its cell; -1 if an optional column is missing.</param>
/// <param name="Warnings">New and missing columns for which the drift policy asks for a warning.</param>
public sealed record HeaderMap(IReadOnlyList<string> Found, IReadOnlyList<int> Cells, IReadOnlyList<string> Warnings);
