using DuffBeer.Core.Models;

namespace DuffBeer.Definitions.Sql;

/// <summary>A definition that a folder added later overrides by one of the same name.</summary>
public sealed record OverriddenDefinition(DefinitionText Before, DefinitionText By)
{
    /// <summary>The subfolders whose definitions have names, and their files.</summary>
    internal static readonly IReadOnlyList<(string Subfolder, string Pattern)> Kinds =
    [
        ("contracts", "*.yaml"), ("models", "*.sql"), ("audits", "*.sql"), ("reports", "*.sql"), ("dashboards", "*.yaml"),
        ("tests", "*.yaml"),
    ];

    /// <summary>16 hex digits of the overridden text, regardless of line endings.</summary>
    public string Hash => ModelHashes.Digest([Before.Text.ReplaceLineEndings("\n")]);

    public override string ToString() =>
        $"{By.File} overrides {(Before.Folder == DefinitionFolder.Default.Path ? "the shipped " : "")}{Before.File}";
}
