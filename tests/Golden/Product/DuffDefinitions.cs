using DuffBeer.Definitions.Sql;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>
/// Only the definitions of the first domain, so that a refresh in a test does not build the other domains' models.
/// </summary>
static class DuffDefinitions
{
    // One per process: some tests run tests in other processes in parallel.
    static readonly TemporaryFolder s_copy = new();

    /// <summary>A copy of the shipped definitions.</summary>
    public static DefinitionFolder Folder { get; } = Copy(DefinitionFolder.Default.Path, s_copy["duff-definitions"]);

    static DuffDefinitions() => AppDomain.CurrentDomain.ProcessExit += (_, _) => s_copy.Dispose();

    static DefinitionFolder Copy(string from, string to)
    {
        var models = Directory.GetFiles(Path.Combine(from, "models", "duff"), "*.sql", SearchOption.AllDirectories);
        var headers = string.Concat(models.Select(File.ReadAllText));
        string[] files =
        [
            Path.Combine(from, "contracts", "duff_orders.yaml"),
            .. Directory.GetFiles(Path.Combine(from, "models")),
            .. models,
            .. Directory.GetFiles(Path.Combine(from, "audits")).Where(
                file => headers.Contains(Path.GetFileNameWithoutExtension(file), StringComparison.Ordinal)),
            .. Directory.GetFiles(Path.Combine(from, "reports")).Where(
                file =>
                    File.ReadLines(file).Any(
                        line =>
                            line.StartsWith("-- domain:", StringComparison.Ordinal) && line.EndsWith(" duff", StringComparison.Ordinal))),
        ];
        foreach (var file in files)
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new(to);
    }
}
