using System.CommandLine;
using DuffBeer.Api.Http;
using DuffBeer.Api.Reports;
using DuffBeer.Core.Failures;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class ReportsCommand : DuffBeerCommand
{
    readonly Argument<string?> _name = new("NAME")
    {
        Description = "Describe this report: parameters with allowed values, columns",
        HelpName = "NAME",
        Arity = ArgumentArity.ZeroOrOne,
    };
    readonly TableOptions _table = new();

    public ReportsCommand(CommandHost host)
        : base("reports", "List the reports, or describe one.", host)
    {
        ReportNames.Complete(_name, host);
        Add(_name);
        _table.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var reports = await workspace.ReportsAsync(cancellationToken);
        var name = invocation.Value(_name);
        if (name is not null)
        {
            reports = reports.FirstOrDefault(report => report.Name == name) is { } one ? [one] : throw new TerminalException(
                ProblemCode.NotFound,
                $"There is no report '{name}'.{LikelyName.Hint(name, reports.Select(report => report.Name))} "
                    + "'duffbeer reports' lists them.");
        }

        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, ReportsAnswer.Of(reports), ApiJson.Readable.ReportsAnswer);
        else if (name is not null)
            ReportsText.WriteOne(invocation.Terminal, reports[0], _table.View(invocation, OutputFormat.Table));
        else
            ReportsText.Write(invocation.Terminal, reports, _table.ViewOfChosen(invocation));
        return ExitCode.Done;
    }
}
