using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DuffBeer.Local.Tests.Documents;

/// <summary>A Markdown page of the repository.</summary>
/// <param name="name">Path from the repository's root, with <c>/</c>.</param>
sealed partial class DocumentPage(string name, string text)
{
    static readonly MarkdownPipeline s_pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    static readonly string[] s_skipped = ["bin", "obj", "artifacts", "node_modules", "TestResults"];

    readonly MarkdownDocument _document = Markdown.Parse(text.ReplaceLineEndings("\n"), s_pipeline);

    /// <summary>Where <c>DuffBeer.sln</c> is.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static IReadOnlyList<DocumentPage> All { get; } =
    [
        .. Files(Root).Order(StringComparer.Ordinal)
            .Select(file => new DocumentPage(Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file))),
    ];

    public string Name => name;

    public string Folder => Path.GetDirectoryName(Path.Combine(Root, name))!;

    /// <summary>What can be behind <c>#</c> in a link to this page, as GitHub makes it from headings.</summary>
    public IReadOnlySet<string> Anchors => field ??=
        _document.Descendants<HeadingBlock>().Select(heading => heading.GetAttributes().Id ?? "").ToHashSet();

    public IEnumerable<string> Links =>
    [
        .. _document.Descendants<LinkInline>().Select(link => link.Url ?? ""),
        .. from html in _document.Descendants<HtmlInline>().Select(inline => inline.Tag)
               .Concat(_document.Descendants<HtmlBlock>().Select(block => block.Lines.ToString()))
           from Match address in Address().Matches(html)
           select address.Groups[1].Value,
    ];

    /// <summary>The blocks of code, each with its language and the paragraph before it.</summary>
    public IEnumerable<CodeOfPage> Blocks =>
        from block in _document.Descendants<CodeBlock>()
        let before = Before(block)
        select new CodeOfPage(
            (block as FencedCodeBlock)?.Info ?? "",
            block.Lines.ToString(),
            (before as LeafBlock)?.Inline?.Descendants<CodeInline>().LastOrDefault()?.Content,
            block.Line + 1);

    public IEnumerable<string> InlineCode => _document.Descendants<CodeInline>().Select(code => code.Content);

    public static DocumentPage Of(string name) => All.Single(page => page.Name == name);

    static Block? Before(CodeBlock block)
    {
        var siblings = block.Parent!;
        var at = siblings.IndexOf(block);
        return at > 0 ? siblings[at - 1] : null;
    }

    static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*.md")
            .Concat(Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(Files));

    static bool IsOurs(string folder) =>
        Path.GetFileName(folder) is var name && (name[0] != '.' || name == ".github") && !s_skipped.Contains(name);

    static string FindRoot(string folder) => File.Exists(Path.Combine(folder, "DuffBeer.sln"))
        ? folder
        : FindRoot(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("DuffBeer.sln"));

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Address();
}

/// <param name="Language">Word behind the opening fence; empty if there is none.</param>
/// <param name="Named">The last inline code of the block before it, such as a file's name.</param>
sealed record CodeOfPage(string Language, string Text, string? Named, int Line);
