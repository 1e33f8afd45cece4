using System.CommandLine;
using System.Globalization;
using DuffBeer.Core.Reports;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class ReportCommand : DuffBeerCommand
{
    readonly Argument<string> _name = new("NAME") { Description = "The report; 'duffbeer reports' lists them" };
    readonly Option<string[]> _parameters = new("--param") { Description = "A parameter; may be repeated", HelpName = "NAME=VALUE" };
    readonly Option<OutputFormat?> _format = FormatOption.Create();
    readonly Option<string?> _sort = new("--sort")
    {
        Description = "A sortable column; a leading minus sorts descending: --sort=-net_sales", HelpName = "COLUMN"
    };
    readonly Option<long?> _limit = CheckedOption.Count("--limit", "Maximum number of rows", least: 1);
    readonly Option<string?> _next = new("--next") { Description = "Continuation token: the next= of a nextLink", HelpName = "NEXT" };

    public ReportCommand(CommandHost host)
        : base("report", "Print one report.", host)
    {
        Add(_name);
        Add(_parameters);
        Add(_format);
        Add(_sort);
        Add(_limit);
        Add(_next);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var parameters = NameValues.Read(_parameters.Name, invocation.Value(_parameters) ?? []);
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var report = await workspace.ReportAsync(invocation.Value(_name)!, [.. parameters, .. Page(invocation)], cancellationToken);

        var terminal = invocation.Terminal;
        switch (FormatOption.Chosen(invocation, _format))
        {
            case OutputFormat.Json:
                JsonText.Write(terminal.Out, json => ReportJson.Write(report, json));
                break;
            case OutputFormat.Csv:
                ReportCsv.Write(report, terminal.Out);
                break;
            default:
                ReportText.Write(terminal, report);
                break;
        }

        ReportText.WriteNotes(terminal.Error, report);
        return ExitCode.Done;
    }

    IEnumerable<KeyValuePair<string, string>> Page(Invocation invocation)
    {
        if (invocation.Value(_sort) is { } sort)
            yield return new("sort", sort);
        if (invocation.Value(_limit) is { } limit)
            yield return new("limit", limit.ToString(CultureInfo.InvariantCulture));
        if (invocation.Value(_next) is { } next)
            yield return new("next", next);
    }
}
