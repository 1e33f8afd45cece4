using System.Text.RegularExpressions;

namespace DuffBeer.Local.Tests.Documents;

/// <summary>A call of <c>duffbeer</c> as a page shows it.</summary>
/// <param name="Arguments">Without quotes; brackets of what is optional are left out, placeholders are as shown.</param>
/// <param name="Into">File that its output goes to; null for none.</param>
sealed partial record ShownCommand(string Text, IReadOnlyList<string> Arguments, string? Into)
{
    const string FromSource = "dotnet run --project src/DuffBeer.Local -- ";

    /// <summary>Whether it is a form of a command rather than a command: it has a placeholder such as RUN or N.</summary>
    public bool HasPlaceholder => Arguments.Any(argument => Placeholder().IsMatch(argument));

    public bool Names(string argument) => Arguments.Contains(argument);

    /// <summary>The commands of a text: in its blocks of code, one per line.</summary>
    public static IEnumerable<ShownCommand> InBlocks(DocumentPage page) =>
        from block in page.Blocks
        from line in block.Text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        let command = Read(line)
        where command is not null
        select command;

    /// <summary>The same, and those in its sentences and tables. A command named without arguments is shown as its help.</summary>
    public static IEnumerable<ShownCommand> In(DocumentPage page) =>
        InBlocks(page).Concat(
            from code in page.InlineCode
            let command = Read(code)
            where command is not null
            select command.Arguments is [var name] ? command with { Arguments = [name, "--help"] } : command);

    /// <summary>Null if the line is not a call of duffbeer.</summary>
    public static ShownCommand? Read(string line)
    {
        var text = Environment().Replace(line.Trim(), "");
        text = text.Replace(FromSource, "duffbeer ", StringComparison.Ordinal);
        if (!text.StartsWith("duffbeer ", StringComparison.Ordinal))
            return null;
        text = Rest().Replace(text, "");
        List<string> words = [.. Word().Matches(text).Select(word => word.Value.Replace("'", "").Replace("\"", ""))];
        var into = words.IndexOf(">") is > 0 and var at ? words[at + 1] : null;
        if (into is not null)
            words = words[..words.IndexOf(">")];
        List<string> arguments = [.. words.Skip(1).Select(word => word.Trim('[', ']', '…')).Where(word => word.Length > 0)];
        return arguments.Count == 0 ? null : new(line.Trim(), arguments, into);
    }

    [GeneratedRegex(@"^(\$ )?([A-Za-z_]+=\S+ )*")]
    private static partial Regex Environment();

    // A comment, a pipe or a second command.
    [GeneratedRegex(@"\s+(#|\||&&|;).*$|\s+&$")]
    private static partial Regex Rest();

    [GeneratedRegex(@"(?:'[^']*'|""[^""]*""|[^\s'""])+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[A-Z]+(…|\.\.\.)?$|^NAME=")]
    private static partial Regex Placeholder();
}
