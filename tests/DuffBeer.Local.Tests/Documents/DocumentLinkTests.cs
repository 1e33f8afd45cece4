namespace DuffBeer.Local.Tests.Documents;

/// <summary>Links between the repository's Markdown pages, and from them to files.</summary>
public sealed class DocumentLinkTests
{
    [Fact]
    public void Every_relative_link_leads_to_a_file_and_every_anchor_to_a_heading() =>
        Faults.None(DocumentPage.All.SelectMany(Broken));

    [Theory]
    [InlineData("[a](none.md)", "none.md")]
    [InlineData("[a](README.md#nowhere)", "README.md#nowhere")]
    [InlineData("# Here\n\n[a](#there)", "#there")]
    [InlineData("<img src=\"none.png\">", "none.png")]
    [InlineData("| a |\n|---|\n| [a](none.md) |", "none.md")]
    public void A_broken_link_is_found(string text, string link) =>
        Assert.EndsWith($" {link}", Assert.Single(Broken(new("page.md", text))), StringComparison.Ordinal);

    [Theory]
    [InlineData("[a](README.md#try-it) [b](docs) [c](https://example.com/none.md)")]
    [InlineData("# Some `code`, and words\n\n[a](#some-code-and-words)")]
    public void A_good_link_is_not(string text) => Assert.Empty(Broken(new("page.md", text)));

    static IEnumerable<string> Broken(DocumentPage page) =>
        from link in page.Links
        where !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal)
        let parts = link.Split('#', 2)
        let target = parts[0].Length == 0
            ? Path.Combine(DocumentPage.Root, page.Name)
            : Path.GetFullPath(Path.Combine(page.Folder, Uri.UnescapeDataString(parts[0])))
        where !Leads(page, target, parts)
        select $"{page.Name}: {link}";

    static bool Leads(DocumentPage page, string target, string[] parts)
    {
        if (parts[0].Length > 0 && !File.Exists(target) && !Directory.Exists(target))
            return false;
        if (parts.Length == 1 || !target.EndsWith(".md", StringComparison.Ordinal))
            return true;
        var name = Path.GetRelativePath(DocumentPage.Root, target).Replace('\\', '/');
        return (parts[0].Length == 0 ? page : DocumentPage.Of(name)).Anchors.Contains(parts[1]);
    }
}
