using System.CommandLine;
using System.Globalization;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Reports;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

sealed class ReportCommand : DuffBeerCommand
{
    readonly Argument<string> _name = new("NAME") { Description = "The report; 'duffbeer reports' lists them", HelpName = "NAME" };
    readonly Option<string[]> _parameters = new("--param") { Description = "A parameter; may be repeated", HelpName = "NAME=VALUE" };
    readonly Option<OutputFormat?> _format = FormatOption.Create();
    readonly Option<string?> _sort = new("--sort")
    {
        Description = "A sortable column; a leading minus sorts descending: --sort=-net_sales", HelpName = "COLUMN"
    };
    readonly Option<long?> _limit = CheckedOption.Count(
        "--limit", "Maximum number of rows (default: the report's own; with --format csv, all)", least: 1, most: int.MaxValue);
    readonly Option<string?> _next = new("--next") { Description = "Continuation token: the next= of a nextLink", HelpName = "NEXT" };
    readonly Option<string?> _snapshot = new("--snapshot")
    {
        Description = "Read from this snapshot instead of the current one; 'duffbeer snapshots' lists them", HelpName = "ID"
    };
    readonly TableOptions _table = new();

    public ReportCommand(CommandHost host)
        : base("report", "Print one report.", host)
    {
        ReportNames.Complete(_name, host);
        Add(_name);
        Add(_parameters);
        Add(_format);
        Add(_sort);
        Add(_limit);
        Add(_next);
        Add(_snapshot);
        _table.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var format = FormatOption.Chosen(invocation, _format);
        var wanted = new WantedReport(invocation.Value(_name)!, Parameters(invocation, format));
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        if (format == OutputFormat.Csv)
            return await WriteCsvAsync(invocation, workspace, wanted with { Limit = (int?)invocation.Value(_limit) }, cancellationToken);

        var report = await workspace.ReportAsync(wanted, cancellationToken);
        if (report.SnapshotId is null)
            throw NoSnapshot(invocation);
        var terminal = invocation.Terminal;
        if (format == OutputFormat.Json)
            JsonText.Write(terminal.Out, json => ReportJson.Write(report, json));
        else
            ReportText.Write(terminal, report, _table.View(invocation, format));
        ReportText.WriteNotes(terminal, report);
        return ExitCode.Done;
    }

    /// <summary>All rows, in one pass over the engine's result.</summary>
    static async Task<ExitCode> WriteCsvAsync(
        Invocation invocation, IWorkspace workspace, WantedReport wanted, CancellationToken cancellationToken)
    {
        var rows = await workspace.ReportRowsAsync(wanted, cancellationToken) ?? throw NoSnapshot(invocation);
        await ReportCsv.WriteAsync(rows.Columns, rows.Batches, invocation.Terminal.Out, cancellationToken);
        return ExitCode.Done;
    }

    static TerminalException NoSnapshot(Invocation invocation) => new(
        ProblemCode.NotFound,
        $"{invocation.Home} has no snapshot yet, so there is no report. Ingest a file with 'duffbeer ingest FILE', or build the models of "
            + "ingested files with 'duffbeer refresh'.");

    List<KeyValuePair<string, string>> Parameters(Invocation invocation, OutputFormat format)
    {
        List<KeyValuePair<string, string>> parameters = [.. NameValues.Read(_parameters.Name, invocation.Value(_parameters) ?? [])];
        if (_table.Columns(invocation) is { } columns)
            parameters.Add(new("columns", string.Join(',', columns)));
        if (invocation.Value(_sort) is { } sort)
            parameters.Add(new("sort", sort));
        if (format != OutputFormat.Csv && invocation.Value(_limit) is { } limit)
            parameters.Add(new("limit", limit.ToString(CultureInfo.InvariantCulture)));
        if (invocation.Value(_next) is { } next)
            parameters.Add(new("next", next));
        if (invocation.Value(_snapshot) is { } snapshot)
            parameters.Add(new("snapshot", snapshot));
        return parameters;
    }
}
