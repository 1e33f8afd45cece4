using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>
/// Only the definitions of one domain, so that a refresh in a test does not build the other domains' models.
/// </summary>
static partial class DomainDefinitions
{
    // One per process: some tests run tests in other processes in parallel.
    static readonly TemporaryFolder s_copy = new();
    static readonly ConcurrentDictionary<string, Lazy<DefinitionFolder>> s_domains = new();

    static DomainDefinitions() => AppDomain.CurrentDomain.ProcessExit += (_, _) => s_copy.Dispose();

    public static DefinitionFolder Duff { get; } = Of("duff");

    /// <summary>A copy of the domain's shipped definitions.</summary>
    public static DefinitionFolder Of(string domain) =>
        s_domains.GetOrAdd(domain, new Lazy<DefinitionFolder>(() => Copy(DefinitionFolder.Default.Path, s_copy[domain], domain))).Value;

    /// <summary>Only some reports of a domain, with the models that they need and without pages: a refresh builds no other model.</summary>
    public static DefinitionFolder Of(string domain, IEnumerable<string> reports)
    {
        var names = reports.Distinct().Order(StringComparer.Ordinal).ToList();
        return s_domains.GetOrAdd(
            $"{domain} {string.Join(' ', names)}",
            key => new(() => Copy(DefinitionFolder.Default.Path, s_copy[$"{domain}-{s_domains.Count}-{names[0]}"], domain, names))).Value;
    }

    static DefinitionFolder Copy(string from, string to, string domain, IReadOnlyList<string>? reports = null)
    {
        var models = Directory.GetFiles(Path.Combine(from, "models", domain), "*.sql", SearchOption.AllDirectories);
        var shown = Directory.GetFiles(Path.Combine(from, "reports")).Where(
            file => reports?.Contains(Path.GetFileNameWithoutExtension(file)) ?? IsOf(file, "-- domain:")).ToList();
        var audits = Directory.GetFiles(Path.Combine(from, "audits"));
        if (reports is not null)
            models = [.. Named(shown, [.. models, .. audits]).Where(models.Contains)];
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(from, "contracts"), "*.yaml").Where(file => IsOf(file, "domain:")),
            .. Directory.GetFiles(Path.Combine(from, "models")),
            .. models,
            .. Named(models, audits),
            .. reports is null
                ? Directory.GetFiles(Path.Combine(from, "dashboards"), "*.yaml", SearchOption.AllDirectories)
                    .Where(file => IsOf(file, "domain:"))
                : [],
            .. shown,
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

    /// <summary>Those of the files whose names are in the text of the first, or of others that are.</summary>
    static HashSet<string> Named(IEnumerable<string> first, IReadOnlyList<string> files)
    {
        var (named, waiting) = (new HashSet<string>(), new Queue<string>(first));
        while (waiting.TryDequeue(out var one))
        {
            var words = Word().Matches(File.ReadAllText(one)).Select(word => word.Value).ToHashSet();
            foreach (var file in files.Where(file => words.Contains(Path.GetFileNameWithoutExtension(file)) && named.Add(file)))
                waiting.Enqueue(file);
        }

        return named;
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
