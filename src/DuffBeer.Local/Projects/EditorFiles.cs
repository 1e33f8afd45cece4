using DuffBeer.Definitions.Docs;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Local.Projects;

/// <summary>Schemas, snippets and settings for editors, so that a project is whole without the program.</summary>
static class EditorFiles
{
    const string Folder = ".vscode";

    const string Settings = """
        {
          "yaml.schemas": {
            ".vscode/contract.schema.json": "contracts/*.yaml",
            ".vscode/page.schema.json": "dashboards/**/*.yaml",
            ".vscode/test.schema.json": "tests/**/*.yaml"
          },
          "files.associations": { "*.lock": "plaintext" }
        }

        """;

    /// <summary>Path in the project → text.</summary>
    public static IEnumerable<(string Path, string Text)> All() =>
    [
        (Path.Combine(Folder, "settings.json"), Settings),
        .. ((string[])["contracts/contract.schema.json", "dashboards/page.schema.json", "tests/test.schema.json"]).Select(
            schema => (
                Path.Combine(Folder, Path.GetFileName(schema)), File.ReadAllText(Path.Combine(DefinitionFolder.Default.Path, schema)))),
        .. HeaderSchemas.All().Select(schema => (Path.Combine(Folder, schema.Name), schema.Text)),
        (Path.Combine(Folder, "duffbeer.code-snippets"), HeaderSchemas.Snippets()),
    ];

    /// <summary>Writes those that a project does not have.</summary>
    public static void WriteMissing(string project)
    {
        foreach (var (path, text) in All().Where(file => !File.Exists(Path.Combine(project, file.Path))))
        {
            Directory.CreateDirectory(Path.Combine(project, Folder));
            File.WriteAllText(Path.Combine(project, path), text.ReplaceLineEndings("\n"));
        }
    }
}
