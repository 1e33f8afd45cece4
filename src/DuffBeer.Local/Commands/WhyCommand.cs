using System.CommandLine;
using DuffBeer.Api.Http;
using DuffBeer.Api.Reports;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Failures;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

sealed class WhyCommand : DuffBeerCommand
{
    readonly Argument<string> _name = new("REPORT")
    {
        Description = "The report; 'duffbeer reports' lists them", HelpName = "REPORT"
    };
    readonly Argument<string[]> _row = new("ROW")
    {
        Description = "The row, by columns and values such as product_id=102, then perhaps the column to explain",
        Arity = ArgumentArity.ZeroOrMore,
    };
    readonly Option<string[]> _parameters = new("--param")
    {
        Description = "A parameter of the report; may be repeated", HelpName = "NAME=VALUE"
    };
    readonly Option<long?> _limit = CheckedOption.Count(
        "--limit", "Source lines to show (default: 20; with --json 100)", least: 1, most: WhyRequest.MostLines);
    readonly Option<string?> _next = new("--next") { Description = "Continuation token of the page before", HelpName = "NEXT" };
    readonly Option<string?> _snapshot = new("--snapshot")
    {
        Description = "Explain this snapshot instead of the current one; 'duffbeer snapshots' lists them", HelpName = "ID"
    };
    readonly Option<bool> _prove = new("--prove") { Description = "Compute the figures again from the lines alone, and compare" };

    public WhyCommand(CommandHost host)
        : base("why", "Show the lines of the files that a figure is made of.", host)
    {
        ReportNames.Complete(_name, host);
        Add(_name);
        Add(_row);
        Add(_parameters);
        Add(_limit);
        Add(_next);
        Add(_snapshot);
        Add(_prove);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> parameters = [.. NameValues.Read(_parameters.Name, invocation.Value(_parameters) ?? [])];
        if (invocation.Value(_snapshot) is { } snapshot)
            parameters.Add(new("snapshot", snapshot));
        var words = invocation.Value(_row) ?? [];
        var column = words is [.., var last] && !last.Contains('=', StringComparison.Ordinal) ? last : null;
        var keys = NameValues.Read("ROW", column is null ? words : words[..^1]);
        var limit = (int)(invocation.Value(_limit) ?? (invocation.Json ? 100 : 20));
        var row = new WantedRow(keys, column, limit, invocation.Value(_next), invocation.Value(_prove));

        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var found = await workspace.WhyAsync(new(invocation.Value(_name)!, parameters), row, cancellationToken)
            ?? throw new TerminalException(
                ProblemCode.NotFound,
                $"{invocation.Home} has no snapshot yet, so there is no figure to explain. Ingest a file with 'duffbeer ingest FILE'.");
        var answer = WhyAnswer.Of(found.Why, found.Proof);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, answer, ApiJson.Readable.WhyAnswer);
        else
            WhyText.Write(invocation.Terminal, answer);
        return found.Proof is { Holds: false } ? ExitCode.RunFailed : ExitCode.Done;
    }
}
