using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
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
        var parsed = Parse(globals, arguments.Count == 0 ? ["--help"] : arguments);
        // A completion's line is unfinished, so its errors mean nothing.
        if (parsed.Errors.Count > 0 && !IsCompletion(arguments))
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

    static RootCommand Root(GlobalOptions globals, CommandHost host)
    {
        var root = RootOf(globals, host);
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        // A shell would offer /? and /h before every path.
        var help = root.Options.OfType<HelpOption>().Single();
        root.Options.Remove(help);
        root.Options.Add(new HelpOption(help.Name, "-h", "-?"));
        return root;
    }

    static RootCommand RootOf(GlobalOptions globals, CommandHost host) => new("Order CSVs in; validated tables, models and reports out.")
    {
        globals.Home,
        globals.Definitions,
        globals.Only,
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
        new WhyCommand(host),
        new ServeCommand(host),
        new HealthCommand(host),
        new KeyCommand(host),
        new RunsCommand(host),
        new RejectsCommand(host),
        new ReplayCommand(host),
        new RetireCommand(host),
        new ReconcileCommand(host),
        new PlanCommand(host),
        new RefreshCommand(host),
        new SnapshotsCommand(host),
        new DiffCommand(host),
        new ActivateCommand(host),
        new RollbackCommand(host),
        new CatalogCommand(host),
        new VerifyCommand(host),
        new MaintainCommand(host),
        new ForgetCommand(host),
        new GenerateCommand(host),
        new CheckCommand(host),
        new InitCommand(host),
        new ContractCommand(host),
        new TestCommand(host),
        new DefinitionsCommand(host),
        new DocsCommand(host),
        new StatusCommand(host),
        new CompletionCommand(host),
    };

    static bool IsCompletion(IReadOnlyList<string> arguments) =>
        arguments is [var first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal);

    static string PathOf(Command command) => command is RootCommand
        ? "duffbeer"
        : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";

    int Refuse(ParseResult parsed, bool json)
    {
        var command = parsed.CommandResult.Command;
        var path = PathOf(command);
        var names = command.Subcommands.Select(sub => sub.Name).ToList();
        var expected = names.Count == 0 ? "" : $" Commands: {string.Join(", ", names)}.";
        var known = names.Concat(OptionsOf(parsed.CommandResult)).ToList();
        var hint = string.Concat(parsed.UnmatchedTokens.Select(typed => LikelyName.Hint(typed, known)));
        var found = string.Join(" ", parsed.Errors.Select(error => error.Message));
        ProblemText.Write(
            terminal.Error, new(ProblemCode.BadRequest, $"{found}{hint}{expected} '{path} --help' says what is allowed."), json);
        return (int)ExitCode.WrongUsage;
    }

    /// <summary>The options of a command, and those of every command.</summary>
    static IEnumerable<string> OptionsOf(CommandResult result)
    {
        for (var at = result; at is not null; at = at.Parent as CommandResult)
        {
            foreach (var option in at.Command.Options.Where(option => at == result || option.Recursive))
                yield return option.Name;
        }
    }

    /// <summary>What is wrong with the arguments; nothing is run.</summary>
    public IReadOnlyList<string> MistakesOf(IReadOnlyList<string> arguments) =>
        [.. Parse(new(), arguments).Errors.Select(error => error.Message)];

    // A file may begin with @, so there are no response files.
    ParseResult Parse(GlobalOptions globals, IReadOnlyList<string> arguments) =>
        Root(globals, new(terminal, globals, open)).Parse(arguments, new() { ResponseFileTokenReplacer = null });
}
