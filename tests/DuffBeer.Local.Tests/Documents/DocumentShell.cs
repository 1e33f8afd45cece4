using System.Text.Json;
using DuffBeer.Local.Commands;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Tests.Documents;

/// <summary>Runs the commands of a page as a reader would: in a folder of its own, over a real home, on a terminal.</summary>
/// <remarks>It changes the process's current folder, so its tests run alone (<see cref="Alone"/>).</remarks>
sealed class DocumentShell : IDisposable
{
    public const string Alone = "The current folder";

    readonly TemporaryFolder _folder = new();
    readonly string _before = Environment.CurrentDirectory;

    public DocumentShell()
    {
        foreach (var name in new[] { "samples", "src" })
            Directory.CreateSymbolicLink(Path.Combine(_folder.Path, name), Path.Combine(DocumentPage.Root, name));
        Environment.CurrentDirectory = _folder.Path;
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Dispose();
    }

    public static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, text + "\n");
    }

    /// <summary>Runs a command; RUN is the latest run that has what the command needs.</summary>
    public static async Task<(int Code, string Out, string Error)> RunAsync(ShownCommand command)
    {
        var arguments = command.Arguments;
        if (command.Names("RUN"))
        {
            var run = await RunAsync(["runs", "--json"], isTerminal: false);
            var id = JsonDocument.Parse(run.Out).RootElement.GetProperty("runs").EnumerateArray()
                .MaxBy(one => one.GetProperty("ledger").GetProperty("rejected").GetInt64()).GetProperty("id").GetString()!;
            arguments = [.. arguments.Select(argument => argument == "RUN" ? id : argument)];
        }

        var result = await RunAsync(arguments, isTerminal: command.Into is null);
        if (command.Into is not { } file)
            return result;
        await File.WriteAllTextAsync(file, result.Out);
        return result with { Out = "" };
    }

    static async Task<(int Code, string Out, string Error)> RunAsync(IReadOnlyList<string> arguments, bool isTerminal)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var terminal = new Terminal(
            output, error, () => new MemoryStream(), () => new MemoryStream(), isTerminal, ErrorIsTerminal: false, Colors: false,
            Width: 120, _ => null, TimeProvider.System);
        var line = new CommandLine(
            terminal, (settings, _) => Task.FromResult<IWorkspace>(new EmbeddedWorkspace(settings, error.WriteLine)));
        var code = await line.RunAsync(arguments);
        return (code, output.ToString().ReplaceLineEndings("\n"), error.ToString());
    }
}

/// <summary>Tests that change the current folder, which belongs to the process.</summary>
[CollectionDefinition(DocumentShell.Alone, DisableParallelization = true)]
public sealed class CurrentFolderTests;
