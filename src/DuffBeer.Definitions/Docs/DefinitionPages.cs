using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Definitions.Docs;

/// <summary>Documentation in Markdown of every dataset and model, made from what contracts and headers say and nothing else.</summary>
public static class DefinitionPages
{
    internal const string Datasets = "datasets";
    internal const string Models = "models";

    /// <summary>From a page to the definitions, where pages lie in docs/ of the repository.</summary>
    internal const string SourceFromPage = "../../src/DuffBeer.Definitions/";

    /// <summary>The first line of every page.</summary>
    const string Mark = "<!-- Written by 'duffbeer docs' from the definitions: change those, not this. -->";

    /// <summary>Path below the folder of documentation, with <c>/</c>, → the page.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<DatasetContract> contracts, SqlDefinitions sql)
    {
        var lineage = new Lineage(contracts, sql);
        var datasets = contracts.GroupBy(contract => contract.Name).OrderBy(versions => versions.Key, StringComparer.Ordinal)
            .Select(versions => versions.OrderBy(contract => contract.ValidFrom ?? DateOnly.MinValue).ToList()).ToList();
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [$"{Datasets}/README.md"] = Page(IndexPages.Datasets(datasets.Select(versions => versions[^1]))),
            [$"{Models}/README.md"] = Page(IndexPages.Models(sql, lineage)),
        };
        foreach (var versions in datasets)
            pages[$"{Datasets}/{versions[^1].Name}.md"] = Page(DatasetPage.Of(versions, lineage));
        foreach (var model in lineage.Models)
            pages[$"{Models}/{model.Name}.md"] = Page(ModelPage.Of(model, sql, lineage));
        return pages;
    }

    /// <summary>Writes the pages below a folder, and deletes written ones that are no more; other files stay.</summary>
    public static void Write(IReadOnlyDictionary<string, string> pages, string folder)
    {
        foreach (var (path, page) in pages)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, page);
        }

        foreach (var gone in Written(folder).Where(path => !pages.ContainsKey(path)))
            File.Delete(Path.Combine(folder, gone));
    }

    /// <summary>Paths of the pages that an earlier call has written below the folder.</summary>
    public static IReadOnlyList<string> Written(string folder) =>
    [
        .. from part in new[] { Datasets, Models }
           let place = Path.Combine(folder, part)
           where Directory.Exists(place)
           from file in Directory.EnumerateFiles(place, "*.md")
           where File.ReadLines(file).FirstOrDefault() == Mark
           select $"{part}/{Path.GetFileName(file)}",
    ];

    static string Page(IEnumerable<string> lines) => string.Join('\n', lines.Prepend("").Prepend(Mark)).TrimEnd('\n') + "\n";
}
