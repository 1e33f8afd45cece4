using System.CommandLine;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class ReportCommand : DuffBeerCommand
{
    readonly Argument<string> _name = new("NAME") { Description = "The report; 'duffbeer reports' lists them" };
    readonly Option<string[]> _parameters = new("--param") { Description = "A parameter; may be repeated", HelpName = "NAME=VALUE" };
    readonly Option<OutputFormat?> _format = FormatOption.Create();
    readonly Option<string?> _sort = new("--sort") { Description = "A sortable column; with a leading minus the greatest first: --sort=-net_sales", HelpName = "COLUMN" };
    readonly Option<long?> _limit = CheckedOption.Count("--limit", "Rows at most", least: 1);

    public ReportCommand(CommandHost host)
        : base("report", "Print one report.", host)
    {
        Add(_name);
        Add(_parameters);
        Add(_format);
        Add(_sort);
        Add(_limit);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var parameters = NameValues.Read(_parameters.Name, invocation.Value(_parameters) ?? []);
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var report = await workspace.ReportAsync(
            new(invocation.Value(_name)!, parameters, invocation.Value(_sort), invocation.Value(_limit)), cancellationToken);

        var terminal = invocation.Terminal;
        switch (FormatOption.Chosen(invocation, _format))
        {
            case OutputFormat.Json:
                ReportJson.Write(terminal.Out, report);
                break;
            case OutputFormat.Csv:
                PeopleCsv.Write(terminal.Out, report);
                break;
            default:
                ReportText.Write(terminal, report);
                break;
        }

        ReportText.WriteNotes(terminal.Error, report);
        return ExitCode.Done;
    }
}
