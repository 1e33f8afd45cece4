using System.Text.RegularExpressions;

namespace DuffBeer.Local.Tests.Documents;

/// <summary>Does what docs/guide/tutorial.md says, and compares what it shows.</summary>
/// <remarks>
/// A block of code below the name of a file is that file. A block of the language <c>console</c> has commands after <c>$</c>, each
/// followed by what it prints; <c>…</c> stands for any text.
/// </remarks>
[Collection(DocumentShell.Alone)]
public sealed class TutorialTests : IDisposable
{
    readonly DocumentShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task The_tutorial_works_as_it_is_written()
    {
        var (files, commands) = (0, 0);
        foreach (var block in DocumentPage.Of("docs/guide/tutorial.md").Blocks)
        {
            if (block.Language == "console")
            {
                foreach (var (command, shown) in Steps(block))
                {
                    var (_, output, error) = await DocumentShell.RunAsync(command);
                    Assert.True(
                        Fits(shown, output), $"Line {block.Line}: {command.Text}\nshown:\n{shown}\nprinted:\n{output}\nerrors:\n{error}");
                    commands++;
                }
            }
            else if (block.Named is { } file && Path.HasExtension(file))
            {
                DocumentShell.Write(file, block.Text);
                files++;
            }
        }

        Assert.True((files, commands) is ( >= 5, >= 5), $"{files} files, {commands} commands");
    }

    [Theory]
    [InlineData("a …", "a b", true)]
    [InlineData("a\n…\nz", "a\nb\nc\nz", true)]
    [InlineData("a (b)", "a (b)\n", true)]
    [InlineData("a", "a b", false)]
    [InlineData("a\nb", "a", false)]
    public void What_is_shown_is_compared_with_what_is_printed(string shown, string printed, bool fits) =>
        Assert.Equal(fits, Fits(shown, printed));

    static IEnumerable<(ShownCommand Command, string Shown)> Steps(CodeOfPage block) =>
        from step in ("\n" + block.Text).Split("\n$ ").Skip(1)
        let lines = step.Split('\n')
        let command = ShownCommand.Read(lines[0])
        where command is not null && !command.Names("serve")
        select (command, string.Join('\n', lines.Skip(1)));

    static bool Fits(string shown, string printed) => Regex.IsMatch(
        Trimmed(printed), $@"\A{string.Join(".*", Trimmed(shown).Split('…').Select(Regex.Escape))}\z", RegexOptions.Singleline);

    // Tables pad their lines with spaces.
    static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).Trim('\n');
}
