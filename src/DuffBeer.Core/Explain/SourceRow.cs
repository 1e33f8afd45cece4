namespace DuffBeer.Core.Explain;

/// <summary>Where a row of a dataset was read: by the rank of its run, then its place in the file.</summary>
readonly record struct SourcePlace(string Run, int Order, long Offset);

/// <summary>What became of a row of a dataset.</summary>
/// <param name="Other">Run and offset of the row that replaced it, or that it repeats.</param>
sealed record SourceFate(string Role, string? Rule, (string Run, long Offset)? Other);
