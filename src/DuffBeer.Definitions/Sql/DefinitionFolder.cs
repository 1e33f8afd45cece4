namespace DuffBeer.Definitions.Sql;

/// <summary>The folder of <c>contracts, models, audits, reports</c> and <c>dashboards</c>.</summary>
public sealed record DefinitionFolder(string Path)
{
    /// <summary>Beside the binary, where the build copies it.</summary>
    public static DefinitionFolder Default { get; } = new(System.IO.Path.Combine(AppContext.BaseDirectory, "definitions"));

    public string Contracts => System.IO.Path.Combine(Path, "contracts");

    /// <summary>The SQL files below a subfolder, each as its path from the root with <c>/</c>, in ordinal order.</summary>
    public IReadOnlyList<DefinitionText> Sql(string subfolder) => Texts(subfolder, "*.sql");

    /// <summary>The YAML files below a subfolder, likewise.</summary>
    public IReadOnlyList<DefinitionText> Yaml(string subfolder) => Texts(subfolder, "*.yaml");

    IReadOnlyList<DefinitionText> Texts(string subfolder, string pattern)
    {
        var folder = System.IO.Path.Combine(Path, subfolder);
        if (!Directory.Exists(folder))
            return [];
        return
        [
            .. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
                .Select(file => new DefinitionText(System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/'), File.ReadAllText(file)))
                .OrderBy(text => text.File, StringComparer.Ordinal),
        ];
    }
}

/// <param name="File">Path from the root of the definitions, for messages.</param>
public sealed record DefinitionText(string File, string Text);
