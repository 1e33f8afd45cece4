using System.CommandLine;
using DuffBeer.Core.Failures;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

/// <summary>The command line <c>duffbeer</c>: from arguments to an exit code.</summary>
sealed class CommandLine(Terminal terminal, OpenWorkspace open)
{
    /// <summary>How long a command may take to stop cleanly after Ctrl-C.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        var globals = new GlobalOptions();
        var root = Root(globals, new(terminal, globals, open));

        // A file may begin with @, so there are no response files.
        var parsed = root.Parse(arguments, new() { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
            return Refuse(parsed, parsed.GetValue(globals.Json));

        var code = await parsed.InvokeAsync(
            new()
            {
                Output = terminal.Out, Error = terminal.Error, ProcessTerminationTimeout = s_patience, EnableDefaultExceptionHandler = false
            },
            cancellationToken);
        await terminal.Out.FlushAsync(CancellationToken.None);
        return code;
    }

    static RootCommand Root(GlobalOptions globals, CommandHost host) => new("Order CSVs in; validated tables, models and reports out.")
    {
        globals.Home,
        globals.Definitions,
        globals.Json,
        globals.Now,
        globals.Store,
        globals.LandingBucket,
        globals.LakeBucket,
        globals.Engine,
        new DemoCommand(host),
        new IngestCommand(host),
        new ReportCommand(host),
        new ReportsCommand(host),
        new ServeCommand(host),
        new KeyCommand(host),
        new RunsCommand(host),
        new RejectsCommand(host),
        new ReplayCommand(host),
        new RetireCommand(host),
        new ReconcileCommand(host),
        new RefreshCommand(host),
        new SnapshotsCommand(host),
        new RollbackCommand(host),
        new GenerateCommand(host),
        new CheckCommand(host),
        new DocsCommand(host),
        new StatusCommand(host),
    };

    int Refuse(ParseResult parsed, bool json)
    {
        var command = parsed.CommandResult.Command;
        var path = command is RootCommand ? "duffbeer" : $"duffbeer {command.Name}";
        var expected = command.Subcommands.Count == 0
            ? ""
            : $" Commands: {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}.";
        var found = string.Join(" ", parsed.Errors.Select(error => error.Message));
        ProblemText.Write(terminal.Error, new(ProblemCode.BadRequest, $"{found}{expected} '{path} --help' says what is allowed."), json);
        return (int)ExitCode.WrongUsage;
    }
}
