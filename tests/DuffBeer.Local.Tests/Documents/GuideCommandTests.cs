namespace DuffBeer.Local.Tests.Documents;

/// <summary>
/// Runs the commands of guide pages on the sample data, in their order, except servers and corrections (which the tutorial has).
/// </summary>
/// <remarks>They build no models, which would take long.</remarks>
[Collection(DocumentShell.Alone)]
public sealed class GuideCommandTests : IDisposable
{
    readonly DocumentShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("docs/guide/ingest.md", 10)]
    [InlineData("docs/guide/definitions.md", 2)]
    public async Task The_commands_of_the_page_work(string page, int least)
    {
        var commands = ShownCommand.InBlocks(DocumentPage.Of(page))
            .Where(command => !command.Names("serve") && !command.Names("--rejects")).ToList();
        foreach (var command in commands)
        {
            var isRun = command.Arguments[0] is "ingest" or "replay";
            var (code, output, error) = await DocumentShell.RunAsync(
                isRun ? command with { Arguments = [.. command.Arguments, "--no-refresh"] } : command);
            Assert.True(code == 0, $"{command.Text} exits with {code}:\n{output}{error}");
        }

        Assert.True(commands.Count >= least, $"only {commands.Count} commands");
    }
}
