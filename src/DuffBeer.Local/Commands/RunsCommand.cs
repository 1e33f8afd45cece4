using DuffBeer.Api.Http;
using System.CommandLine;
using DuffBeer.Api.Runs;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class RunsCommand : DuffBeerCommand
{
    readonly Argument<string?> _run = new("RUN")
    {
        Description = "Id of one run (default: the latest runs)", Arity = ArgumentArity.ZeroOrOne
    };
    readonly Option<RunStatus?> _status = CheckedOption.Name<RunStatus>(
        "--status", $"Only runs in this state: {CheckedOption.Names<RunStatus>()}");
    readonly Option<long?> _limit = CheckedOption.Count(
        "--limit", $"Maximum number of runs (default: {RunQuery.DefaultLimit})", least: 1, most: int.MaxValue);
    readonly Option<string?> _next = new("--next") { Description = "Continuation token: the next= of a nextLink", HelpName = "NEXT" };
    readonly TableOptions _table = new();

    public RunsCommand(CommandHost host)
        : base("runs", "List runs and their ledgers, or show one run.", host)
    {
        Add(_run);
        Add(_status);
        Add(_limit);
        Add(_next);
        _table.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var id = invocation.Value(_run);
        var query = new RunQuery(
            invocation.Value(_status), (int)(invocation.Value(_limit) ?? RunQuery.DefaultLimit), invocation.Value(_next));
        var page = id is null
            ? await workspace.RunsAsync(query, cancellationToken)
            : new RunPage([await workspace.RunAsync(id, cancellationToken)], null);

        if (invocation.Json)
            JsonText.Write(
                invocation.Terminal.Out,
                id is null ? RunsAnswer.Of(page.Runs, page.NextLink(query)) : RunsAnswer.OfOne(page.Runs[0]),
                ApiJson.Readable.RunsAnswer);
        else if (id is null)
            RunsText.Write(invocation.Terminal, page, _table.ViewOfChosen(invocation));
        else
            RunsText.WriteOne(invocation.Terminal, page.Runs[0]);
        return ExitCode.Done;
    }
}
