using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>
/// Only the definitions of one domain, so that a refresh in a test does not build the other domains' models.
/// </summary>
static class DomainDefinitions
{
    // One per process: some tests run tests in other processes in parallel.
    static readonly TemporaryFolder s_copy = new();
    static readonly ConcurrentDictionary<string, Lazy<DefinitionFolder>> s_domains = new();

    static DomainDefinitions() => AppDomain.CurrentDomain.ProcessExit += (_, _) => s_copy.Dispose();

    public static DefinitionFolder Duff { get; } = Of("duff");

    /// <summary>A copy of the domain's shipped definitions.</summary>
    public static DefinitionFolder Of(string domain) =>
        s_domains.GetOrAdd(domain, new Lazy<DefinitionFolder>(() => Copy(DefinitionFolder.Default.Path, s_copy[domain], domain))).Value;

    static DefinitionFolder Copy(string from, string to, string domain)
    {
        var models = Directory.GetFiles(Path.Combine(from, "models", domain), "*.sql", SearchOption.AllDirectories);
        var headers = string.Concat(models.Select(File.ReadAllText));
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(from, "contracts"), "*.yaml").Where(file => IsOf(file, "domain:")),
            .. Directory.GetFiles(Path.Combine(from, "models")),
            .. models,
            .. Directory.GetFiles(Path.Combine(from, "audits")).Where(
                file => Regex.IsMatch(headers, $@"\b{Path.GetFileNameWithoutExtension(file)}\b")),
            .. Directory.GetFiles(Path.Combine(from, "dashboards"), "*.yaml", SearchOption.AllDirectories)
                .Where(file => IsOf(file, "domain:")),
            .. Directory.GetFiles(Path.Combine(from, "reports")).Where(file => IsOf(file, "-- domain:")),
        ];
        foreach (var file in files)
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new(to);

        bool IsOf(string file, string key) => File.ReadLines(file).Any(
            line => line.StartsWith(key, StringComparison.Ordinal) && line.EndsWith($" {domain}", StringComparison.Ordinal));
    }
}
