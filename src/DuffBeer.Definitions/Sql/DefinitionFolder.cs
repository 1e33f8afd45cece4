namespace DuffBeer.Definitions.Sql;

/// <summary>The folder of <c>contracts, models, audits, reports, dashboards</c> and <c>tests</c>, and folders that add to it.</summary>
public sealed record DefinitionFolder(string Path)
{
    /// <summary>Beside the binary, where the build copies it.</summary>
    public static DefinitionFolder Default { get; } = new(System.IO.Path.Combine(AppContext.BaseDirectory, "definitions"));

    /// <summary>
    /// Folders that add definitions to those of <see cref="Path"/>. A definition of the same name overrides; the last folder wins.
    /// </summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Whether messages name the folder before a file of <see cref="Path"/>, as they do before files of added folders.</summary>
    public bool IsNamed { get; init; }

    /// <summary>All folders; a later one overrides an earlier one.</summary>
    public IReadOnlyList<string> All => [Path, .. Added];

    public string Contracts => System.IO.Path.Combine(Path, "contracts");

    /// <summary>The SQL files of a subfolder, in ordinal order; of those with one name only the last folder's.</summary>
    public IReadOnlyList<DefinitionText> Sql(string subfolder) => Winners(subfolder, "*.sql");

    /// <summary>The YAML files of a subfolder, likewise.</summary>
    public IReadOnlyList<DefinitionText> Yaml(string subfolder) => Winners(subfolder, "*.yaml");

    /// <summary>The definitions that a later folder overrides.</summary>
    public IReadOnlyList<OverriddenDefinition> Overridden() => Added.Count == 0
        ? []
        :
        [
            .. OverriddenDefinition.Kinds.SelectMany(kind => Overridden(kind.Subfolder, kind.Pattern)),
            .. SettingsFile.Overridden(this),
        ];

    /// <summary>How messages name a file of one of the folders.</summary>
    internal string Shown(string folder, string relative)
    {
        if (folder == Path && !IsNamed)
            return relative;
        var near = System.IO.Path.GetRelativePath(Environment.CurrentDirectory, folder);
        return System.IO.Path.Combine(near.StartsWith("..", StringComparison.Ordinal) ? folder : near, relative).Replace('\\', '/');
    }

    IEnumerable<OverriddenDefinition> Overridden(string subfolder, string pattern)
    {
        var winners = new Dictionary<string, DefinitionText>(StringComparer.Ordinal);
        foreach (var text in All.SelectMany(folder => TextsOf(folder, subfolder, pattern)))
        {
            if (winners.TryGetValue(text.Name, out var before) && before.Folder != text.Folder)
                yield return new(before, text);
            winners[text.Name] = text;
        }
    }

    List<DefinitionText> Winners(string subfolder, string pattern)
    {
        if (Added.Count == 0)
            return TextsOf(Path, subfolder, pattern);
        var winners = new Dictionary<string, List<DefinitionText>>(StringComparer.Ordinal);
        foreach (var text in All.SelectMany(folder => TextsOf(folder, subfolder, pattern)))
        {
            // Two files of one folder with one name are a mistake, so both stay for the check that reports it.
            if (winners.TryGetValue(text.Name, out var before) && before[0].Folder == text.Folder)
                before.Add(text);
            else
                winners[text.Name] = [text];
        }

        return [.. winners.Values.SelectMany(texts => texts).OrderBy(text => text.File, StringComparer.Ordinal)];
    }

    List<DefinitionText> TextsOf(string root, string subfolder, string pattern)
    {
        var folder = System.IO.Path.Combine(root, subfolder);
        if (!Directory.Exists(folder))
            return [];
        return
        [
            .. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
                .Select(file => Text(root, file))
                .OrderBy(text => text.File, StringComparer.Ordinal),
        ];
    }

    DefinitionText Text(string root, string file)
    {
        var relative = System.IO.Path.GetRelativePath(root, file).Replace('\\', '/');
        return new(Shown(root, relative), File.ReadAllText(file)) { Relative = relative, Folder = root };
    }
}
