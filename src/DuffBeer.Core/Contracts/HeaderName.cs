namespace DuffBeer.Core.Contracts;

/// <summary>How names of a header are compared: without regard to case and surrounding space; space, underscore and hyphen are one.</summary>
public static class HeaderName
{
    public static string Fold(string name) =>
        name.Trim().Replace(' ', '_').Replace('-', '_').ToLowerInvariant();

    /// <summary>Every folded name under which a file may bring the column.</summary>
    public static IReadOnlyList<string> Of(Column column) =>
        [.. new[] { column.SourceName ?? column.Name, column.Name }.Concat(column.Aliases).Select(Fold).Distinct()];
}
