namespace DuffBeer.Core.Contracts;

/// <summary>Compares header names ignoring case and surrounding space; space, underscore and hyphen are equal.</summary>
public static class HeaderName
{
    public static string Fold(string name) =>
        name.Trim().Replace(' ', '_').Replace('-', '_').ToLowerInvariant();

    /// <summary>Every normalised name that a file may use for the column.</summary>
    public static IReadOnlyList<string> Of(Column column) =>
        [.. new[] { column.SourceName ?? column.Name, column.Name }.Concat(column.Aliases).Select(Fold).Distinct()];
}
