using System.Text.RegularExpressions;

namespace DuffBeer.Core.Tests.Architecture;

/// <summary>The style of every text in the repository: short lines and plain English.</summary>
public sealed class TextTests
{
    const int LongestLine = 140;

    static readonly string[] s_extensions = [".cs", ".md", ".sql", ".yaml", ".mjs", ".js", ".css", ".tf", ".tfvars", ".sh"];

    /// <summary>Rooms whose texts are not revised yet; remove a room when it is done.</summary>
    static readonly string[] s_open =
    [
        "bench/results/",
    ];

    /// <summary>Wordings to avoid, what to write instead, and an example that the pattern must match.</summary>
    static readonly (string Pattern, string Instead, string Example)[] s_wordings =
    [
        (@"\bwho(m|so)?ever\b", "name the reader, caller or owner", "for whoever waits"),
        (@"\b(no|some|any)body\b", "name who is meant, or use the passive", "keys that nobody reads"),
        (@"\b(the|an|of|one|such|each|other|these|those|merged|pending) asks?\b(?! for)", "request", "the ask that waits"),
        (@"\basks (meanwhile|that|are|were|become|wait|merged)\b", "requests", "asks meanwhile become one"),
        (@"\bt(ells?|old|elling) of\b", "mentions, reports, notifies", "what it tells of itself"),
        (@"\bwhat is seen\b", "name it", "what is seen of a run"),
        (@"(?<!bit[- ])\bpacked (with|as|by|parts?|where|how)\b", "compressed", "packed with gzip"),
        (@"\b(is|are|be|been|was|were|how) packed\b", "compressed", "how parts are packed"),
        (@"\b(lies?|lying)\b", "is, is stored, is located", "the file lies in landing"),
        (@"\bst(ands?|ood) (in(?! for)|at|behind|beside|where|there|under|last|as)\b", "is", "what stands in the file"),
        (@"\ban? (\w+ )?(folder|trigger|file|line|page|journal|slot|batch|function|chunk|instance|one) " +
            @"an? (subject|route|core|value|channel|dataset|column|run|row|file|call|partition|request|statement|setting|project)\b",
            "one … per …", "a folder a subject"),
        (@"\bone an? (core|run|row|file|column|dataset|request)\b", "one per …", "one a core"),
        (@"\bsought\b", "looked up, searched for", "some rows are sought"),
        (@"\bto be had\b", "available", "where none is to be had"),
        (@"\blest\b", "so that … not", "lest it be lost"),
    ];

    static readonly (Regex Regex, string Instead)[] s_rules =
        [.. s_wordings.Select(wording => (new Regex(wording.Pattern, RegexOptions.IgnoreCase), wording.Instead))];

    [Fact]
    public void No_line_is_over_140_characters() =>
        Assert.Empty(
            from line in Lines()
            where line.Text.Length > LongestLine && !IsTableOfShortCells(line) && !IsOneLongWord(line.Text)
            select $"{line.File}:{line.Number}: {line.Text.Length} characters");

    [Fact]
    public void No_text_uses_a_wording_that_has_a_plainer_one() =>
        Assert.Empty(
            from line in Lines()
            let text = line.Text.Replace('_', ' ')
            from rule in s_rules
            where rule.Regex.IsMatch(text)
            select $"{line.File}:{line.Number}: '{rule.Regex.Match(text).Value}'; instead: {rule.Instead}");

    [Fact]
    public void Every_pattern_catches_its_example() =>
        Assert.All(s_wordings, wording => Assert.Matches(new Regex(wording.Pattern, RegexOptions.IgnoreCase), wording.Example));

    [Theory]
    [InlineData("PackedCost")]
    [InlineData("bit-packed parts")]
    [InlineData("he asks for a page")]
    [InlineData("a constant stands for the column")]
    [InlineData("earlier, families, relies")]
    public void A_plain_text_passes(string text) =>
        Assert.DoesNotContain(s_rules, rule => rule.Regex.IsMatch(text));

    /// <summary>A row of a Markdown table cannot be broken, but its cells can be short.</summary>
    static bool IsTableOfShortCells(Line line) =>
        line.File.EndsWith(".md", StringComparison.Ordinal) && line.Text.StartsWith('|')
        && line.Text.Split('|').All(cell => cell.Length <= LongestLine);

    /// <summary>A URL or a digest cannot be broken.</summary>
    static bool IsOneLongWord(string text) => text.Trim().Split(' ').Any(word => word.Length > LongestLine - 20);

    static IEnumerable<Line> Lines() =>
        from path in Repository.Files()
        let file = Repository.NameOf(path)
        where s_extensions.Contains(Path.GetExtension(path))
            && !file.EndsWith($"/{nameof(TextTests)}.cs", StringComparison.Ordinal)
            && !s_open.Any(room => file.StartsWith(room, StringComparison.Ordinal))
        from line in File.ReadLines(path).Select((text, index) => new Line(file, index + 1, text))
        select line;

    sealed record Line(string File, int Number, string Text);
}
