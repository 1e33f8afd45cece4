namespace DuffBeer.Local.Workspaces;

/// <summary>Two snapshots to compare.</summary>
/// <param name="Now">Null for the one that readers see.</param>
/// <param name="Before">Null for the one before that.</param>
/// <param name="Model">Only this model; null for all.</param>
sealed record WantedDiff(string? Now, string? Before, string? Model);
