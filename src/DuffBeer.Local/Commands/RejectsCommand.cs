using System.CommandLine;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Rejects;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class RejectsCommand : DuffBeerCommand
{
    readonly Argument<string> _run = new("RUN") { Description = "Id of the run" };
    readonly Option<OutputFormat?> _format = FormatOption.Create();
    readonly Option<RejectCode?> _reason = CheckedOption.Name<RejectCode>(
        "--reason", $"Only rows rejected for this reason: {CheckedOption.Names<RejectCode>()}");
    readonly TableOptions _table = new();

    public RejectsCommand(CommandHost host)
        : base("rejects", "Print the rejected rows of a run, with reasons.", host)
    {
        Add(_run);
        Add(_format);
        Add(_reason);
        _table.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var run = invocation.Value(_run)!;
        var rejects = workspace.RejectsAsync(run, invocation.Value(_reason), cancellationToken);
        var format = FormatOption.Chosen(invocation, _format);
        if (format == OutputFormat.Csv)
            await WriteCsvAsync(await workspace.PlanAsync(run, cancellationToken), rejects, invocation.Terminal.Out, cancellationToken);
        else if (format == OutputFormat.Json)
            await RejectsText.WriteJsonAsync(invocation.Terminal.Out, run, rejects, cancellationToken);
        else
            await RejectsText.WriteAsync(invocation.Terminal, rejects, _table.ViewOfChosen(invocation, format), cancellationToken);
        return ExitCode.Done;
    }

    /// <summary>The format that <c>duffbeer replay RUN --rejects</c> reads once the rows are corrected.</summary>
    static async Task WriteCsvAsync(FilePlan? plan, IAsyncEnumerable<RejectRow> rejects, TextWriter to, CancellationToken cancellationToken)
    {
        RejectCsv.WriteHeader(plan, to);
        await foreach (var reject in rejects.WithCancellation(cancellationToken))
            RejectCsv.Write(plan, [reject], to);
    }
}
