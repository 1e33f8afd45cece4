using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

sealed class ReportsCommand(CommandHost host) : DuffBeerCommand("reports", "List the reports and their parameters.", host)
{
    static readonly Heading[] s_headings = [new("report"), new("title"), new("parameters")];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var reports = await workspace.ReportsAsync(cancellationToken);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, new(reports), WireJson.Default.ReportsAnswer);
        else
            TextTable.Write(invocation.Terminal, s_headings, reports.Select(Line));
        return ExitCode.Done;
    }

    static string[] Line(ReportListing report) => [report.Name, report.Title, string.Join(", ", report.Parameters.Select(Parameter))];

    static string Parameter(ReportParameterListing parameter)
    {
        var allowed = parameter.Allowed is { Count: > 0 } values ? $" ({string.Join(", ", values)})" : "";
        var need = parameter.Required ? " required" : parameter.Default is { Length: > 0 } value ? $" = {value}" : "";
        return $"{parameter.Name} {parameter.Type}{allowed}{need}";
    }
}
