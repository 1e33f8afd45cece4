using System.Text.RegularExpressions;

namespace DuffBeer.Definitions.Sql;

/// <param name="File">For messages: the path from the root of the definitions; that of an added folder begins with the folder.</param>
public sealed partial record DefinitionText(string File, string Text)
{
    /// <summary>Path from the root of its folder, with <c>/</c>.</summary>
    public string Relative { get; init; } = File;

    /// <summary>The folder of definitions that it comes from.</summary>
    public string Folder { get; init; } = "";

    /// <summary>What it overrides and is overridden by: the name that it declares, and a contract's version.</summary>
    public string Name { get => field ??= Declared(); init; }

    // A file that declares no name is a mistake that its reader reports; meanwhile its path stands for it.
    string Declared()
    {
        var name = Relative.EndsWith(".sql", StringComparison.Ordinal) ? SqlName().Match(Text) : YamlName().Match(Text);
        if (!name.Success)
            return Relative;
        var version = name.Groups[1].Value == "dataset" && Version().Match(Text) is { Success: true } found ? found.Groups[1].Value : "";
        return version.Length == 0 ? name.Groups[2].Value : $"{name.Groups[2].Value} version {version}";
    }

    [GeneratedRegex(@"^-- (model|audit|report):[ \t]*(\S+)", RegexOptions.Multiline)]
    private static partial Regex SqlName();

    [GeneratedRegex(@"^(dataset|page):[ \t]*[""']?([^\s""'#]+)", RegexOptions.Multiline)]
    private static partial Regex YamlName();

    [GeneratedRegex(@"^version:[ \t]*(\d+)", RegexOptions.Multiline)]
    private static partial Regex Version();
}
