using DuffBeer.Local.Commands;
using DuffBeer.Local.Tests.Commands;

namespace DuffBeer.Local.Tests.Documents;

/// <summary>Every <c>duffbeer …</c> in the repository's pages is one that the command line accepts.</summary>
public sealed class DocumentCommandTests
{
    /// <summary>Values for placeholders whose option takes not just any text.</summary>
    static readonly Dictionary<(string Option, string Placeholder), string> s_values = new()
    {
        [("--status", "S")] = "Failed",
        [("--scope", "S")] = "Report",
        [("--seed", "S")] = "1",
        [("--reason", "R")] = "TypeError",
        [("--listen", "ADDRESS")] = "127.0.0.1",
        [("--now", "TIME")] = "2026-11-21T07:00:00Z",
        [("--as-of", "DATE")] = "2026-11-21",
        [("generate", "DATASET")] = "duff_orders",
        [("health", "URL")] = "http://127.0.0.1:5080/",
    };

    readonly FakeWorkspace _workspace = new();

    [Fact]
    public void The_command_line_accepts_every_command_of_every_page()
    {
        var commands = DocumentPage.All.SelectMany(page => ShownCommand.In(page).Select(command => (page.Name, command))).ToList();

        Assert.True(commands.Count > 60, $"only {commands.Count} commands were found");
        Faults.None(
            from shown in commands
            from mistake in MistakesOf(shown.command)
            select $"{shown.Name}: {shown.command.Text}: {mistake}");
    }

    [Theory]
    [InlineData("duffbeer ingst a.csv")]
    [InlineData("duffbeer ingest a.csv --verfy")]
    [InlineData("$ DUFFBEER_HOME=x duffbeer status --frobnicate")]
    [InlineData("dotnet run --project src/DuffBeer.Local -- demo --row 5")]
    [InlineData("duffbeer rejects RUN [--reasn R]")]
    [InlineData("duffbeer runs --status Faild   # those that failed")]
    public void A_wrong_command_is_found(string line) => Assert.NotEmpty(MistakesOf(ShownCommand.Read(line)!));

    [Theory]
    [InlineData("duffbeer demo [--rows N] [--no-serve] [--port P]")]
    [InlineData("duffbeer rejects RUN --format csv > rejects.csv")]
    [InlineData("duffbeer ingest 'a b/*.csv' | less   # many")]
    public void A_right_command_is_accepted(string line) => Assert.Empty(MistakesOf(ShownCommand.Read(line)!));

    IReadOnlyList<string> MistakesOf(ShownCommand command)
    {
        if (command.Arguments is ["COMMAND", ..])
            return [];
        var arguments = command.Arguments.Select((argument, index) =>
            argument is "N" or "P" ? "1"
            : index > 0 && s_values.TryGetValue((command.Arguments[index - 1], argument), out var value) ? value
            : argument);
        return new Shell(_workspace).MistakesOf([.. arguments]);
    }
}
