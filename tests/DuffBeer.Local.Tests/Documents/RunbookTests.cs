using System.Text.RegularExpressions;

namespace DuffBeer.Local.Tests.Documents;

/// <summary>Each alarm of the infrastructure has its page in the runbook, and each page its alarm.</summary>
public sealed partial class RunbookTests
{
    static readonly string s_folder = Path.Combine(DocumentPage.Root, "docs", "runbook");

    static readonly IReadOnlyList<string> s_pages =
    [
        .. Directory.EnumerateFiles(s_folder, "*.md").Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => name != "README").Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_alarm_has_its_page_and_every_page_its_alarm() =>
        Assert.Equal(Alarms().Distinct().Order(StringComparer.Ordinal), s_pages);

    [Fact]
    public void The_index_lists_each_page_once() =>
        Assert.Equal(
            s_pages.Select(name => $"{name}.md"),
            DocumentPage.Of("docs/runbook/README.md").Links.Where(link => !link.Contains('/')).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_page_says_what_it_means_how_to_look_and_what_mends_it() =>
        Faults.None(
            from page in s_pages
            let text = File.ReadAllText(Path.Combine(s_folder, $"{page}.md"))
            from part in new[] { $"# {page}\n", "\n**Means:** ", "\n## How to look\n", "\n## What mends it\n" }
            where !text.ReplaceLineEndings("\n").Contains(part, StringComparison.Ordinal)
            select $"{page}: {part.Trim()}");

    /// <summary>The names in descriptions of alarms. Bicep makes those of its queries from their names, and a budget has none.</summary>
    static IEnumerable<string> Alarms() =>
        from file in Directory.EnumerateFiles(Path.Combine(DocumentPage.Root, "infra"), "*", SearchOption.AllDirectories)
        where Path.GetExtension(file) is ".tf" or ".bicep"
        let text = File.ReadAllText(file)
        from name in Page().Matches(text).Concat(Query().Matches(text)).Select(match => match.Groups[1].Value)
            .Concat(text.Contains("resource \"aws_budgets_budget\"", StringComparison.Ordinal) ? ["budget"] : [])
        select name;

    [GeneratedRegex(@"docs/runbook/([a-z0-9-]+)\.md")]
    private static partial Regex Page();

    [GeneratedRegex(@"name: '([a-z0-9-]+)'\r?\n\s*title:")]
    private static partial Regex Query();
}
