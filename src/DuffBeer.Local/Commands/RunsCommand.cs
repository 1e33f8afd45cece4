using System.CommandLine;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

sealed class RunsCommand : DuffBeerCommand
{
    const long DefaultLimit = 50;

    readonly Argument<string?> _run = new("RUN") { Description = "Id of one run (default: the latest runs)", Arity = ArgumentArity.ZeroOrOne };
    readonly Option<RunState?> _status = CheckedOption.Name<RunState>("--status", $"Only runs in this state: {CheckedOption.Names<RunState>()}");
    readonly Option<long?> _limit = CheckedOption.Count("--limit", $"Runs at most (default: {DefaultLimit})", least: 1);

    public RunsCommand(CommandHost host)
        : base("runs", "List runs and their ledgers, or show one run.", host)
    {
        Add(_run);
        Add(_status);
        Add(_limit);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var id = invocation.Value(_run);
        var page = id is null
            ? await workspace.RunsAsync(new(invocation.Value(_status), invocation.Value(_limit) ?? DefaultLimit), cancellationToken)
            : new RunPage([await workspace.RunAsync(id, cancellationToken)]);

        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, RunsAnswer.Of(page.Runs, page.NextLink), WireJson.Default.RunsAnswer);
        else if (id is null)
            RunsText.Write(invocation.Terminal, page);
        else
            RunsText.WriteOne(invocation.Terminal, page.Runs[0]);
        return ExitCode.Done;
    }
}
