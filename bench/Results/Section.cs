using System.Text;

namespace DuffBeer.Bench.Results;

/// <summary>A measure's result and its targets: a line of the README's table.</summary>
readonly record struct Headline(string Measure, string Result, string AtLeast = "", string Aim = "")
{
    public const string Header = "| measure | reached | at least | aim |\n|---|---|---|---|\n";

    public string Line => $"| {Measure} | {Result} | {AtLeast} | {Aim} |";
}

/// <summary>The results of one benchmark, as Markdown under a heading.</summary>
sealed record Section(string Title, string Text)
{
    /// <param name="body">Markdown, without a heading of the first two levels.</param>
    public static Section Of(string title, IReadOnlyList<Headline> headlines, string body)
    {
        var text = new StringBuilder($"## {title}\n\n");
        if (headlines.Count > 0)
            text.Append(Headline.Header).AppendJoin('\n', headlines.Select(headline => headline.Line)).Append("\n\n");
        return new(title, text.Append(Prose.Wrap(body.Trim())).Append('\n').ToString());
    }

    /// <summary>The lines of its headline tables.</summary>
    public IEnumerable<string> HeadlineLines => Text.Split(Headline.Header).Skip(1)
        .SelectMany(part => part.Split('\n').TakeWhile(line => line.StartsWith('|')));
}
