namespace DuffBeer.Local.Workspaces;

/// <summary>A file to bring in, read where it lies.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Name">What follows the dataset's prefix in its key.</param>
sealed record SourceFile(string Path, string Name);

/// <param name="Dataset">Null: found by contract pattern, then by header.</param>
/// <param name="Key">The whole key; null for the dataset's prefix and the source's name.</param>
/// <param name="Verify">Count the rows a second time, independently, and compare.</param>
sealed record IngestRequest(SourceFile Source, string? Dataset = null, string? Key = null, bool Verify = false);

/// <param name="Stage">Inspect, Transform, Verify, Judge, Publish.</param>
/// <param name="TotalBytes">Null where only reading tells.</param>
readonly record struct IngestProgress(string Stage, long Bytes, long? TotalBytes, long Rows, long Rejects);
