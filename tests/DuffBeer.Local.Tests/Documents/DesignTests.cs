using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace DuffBeer.Local.Tests.Documents;

/// <summary>What the solution design and the threat model claim.</summary>
public sealed partial class DesignTests
{
    static readonly HashSet<string> s_tests = TestClasses();

    [Theory]
    [InlineData("docs/solution-design.md", 30)]
    [InlineData("docs/threat-model.md", 20)]
    public void Every_row_names_tests_that_exist(string page, int least)
    {
        var rows = File.ReadAllLines(Path.Combine(DocumentPage.Root, page))
            .Where(line => Row().IsMatch(line)).Select(line => (Line: line, Tests: Named(line))).ToList();

        Assert.True(rows.Count >= least, $"only {rows.Count} rows");
        Faults.None(rows.Where(row => row.Tests.Count == 0).Select(row => $"no test: {row.Line}"));
        Faults.None(rows.SelectMany(row => row.Tests).Distinct().Where(test => !s_tests.Contains(test)));
    }

    [Fact]
    public void A_test_that_does_not_exist_is_not_among_the_classes()
    {
        Assert.Contains(nameof(DesignTests), s_tests);
        Assert.DoesNotContain("Design" + "Test", s_tests);
    }

    [Fact]
    public void Requirements_are_numbered_one_by_one()
    {
        var numbers = File.ReadAllLines(Path.Combine(DocumentPage.Root, "docs/solution-design.md"))
            .Select(line => Requirement().Match(line)).Where(match => match.Success).Select(match => int.Parse(match.Groups[1].Value));

        Assert.Equal(Enumerable.Range(1, numbers.Count()), numbers);
    }

    /// <summary>A picture is old if it was drawn from another text: <c>node docs/diagrams/draw.mjs</c> draws it again.</summary>
    [Theory]
    [InlineData("docs/solution-design.md", 3)]
    [InlineData("docs/reference/data-model.md", 3)]
    public void Every_diagram_has_its_picture(string page, int least)
    {
        var diagrams = DocumentPage.Of(page).Blocks.Where(block => block.Language == "mermaid").ToList();
        var marks = Directory.EnumerateFiles(Path.Combine(DocumentPage.Root, "docs", "diagrams"), "*.svg")
            .Select(file => File.ReadLines(file).First()).ToList();

        Assert.True(diagrams.Count >= least, $"only {diagrams.Count} diagrams");
        Assert.All(diagrams, diagram => Assert.Contains($"<!-- source: {Hash(diagram.Text)} -->", marks));
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static List<string> Named(string line) => [.. Test().Matches(line).Select(match => match.Groups[1].Value)];

    static HashSet<string> TestClasses() =>
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(DocumentPage.Root, "tests"), "*.cs", SearchOption.AllDirectories)
           from Match match in TestClass().Matches(File.ReadAllText(file))
           select match.Groups[1].Value,
    ];

    [GeneratedRegex(@"^\| (R\d+|[STRIDE]) \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| R(\d+) \|")]
    private static partial Regex Requirement();

    [GeneratedRegex("`([A-Za-z0-9]+Tests)`")]
    private static partial Regex Test();

    [GeneratedRegex(@"\bclass (\w+Tests)\b")]
    private static partial Regex TestClass();
}
