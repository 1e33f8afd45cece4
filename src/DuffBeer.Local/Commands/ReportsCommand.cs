using DuffBeer.Api.Http;
using DuffBeer.Api.Reports;
using DuffBeer.Core.Reports;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class ReportsCommand(CommandHost host) : DuffBeerCommand("reports", "List the reports and their parameters.", host)
{
    static readonly Heading[] s_headings = [new("report"), new("title"), new("parameters")];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var reports = await workspace.ReportsAsync(cancellationToken);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, ReportsAnswer.Of(reports), ApiJson.Readable.ReportsAnswer);
        else
            TextTable.Write(invocation.Terminal, s_headings, reports.Select(Line));
        return ExitCode.Done;
    }

    static string[] Line(ReportDefinition report) => [report.Name, report.Title, string.Join(", ", report.Parameters.Select(Parameter))];

    static string Parameter(ReportParameter parameter)
    {
        var allowed = parameter.OneOf.Count > 0 ? $" ({string.Join(", ", parameter.OneOf)})" : "";
        var need = parameter.Required ? " required" : parameter.Default is { } value ? $" = {Rendering.DisplayText.Of(value.Value)}" : "";
        return $"{parameter.Name} {parameter.Type}{allowed}{need}";
    }
}
