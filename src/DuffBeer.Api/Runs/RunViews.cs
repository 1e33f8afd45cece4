using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Views;

namespace DuffBeer.Api.Runs;

/// <summary>Runs as shown to callers: the record, supplemented by the orchestrator's state and the progress.</summary>
sealed class RunViews(RunProgressReader watch, LiveRuns seen, RunVisibility visibility, IRunOrchestrator orchestrator)
{
    public async Task<IEnumerable<RunListing>> ListAsync(IReadOnlyList<RunRecord> runs, CancellationToken cancellationToken) =>
        await Task.WhenAll((await seen.OfAsync(runs, cancellationToken)).Select(run => ListingAsync(run, cancellationToken)));

    async Task<RunListing> ListingAsync(RunRecord run, CancellationToken cancellationToken) =>
        run.Status is RunStatus.Running or RunStatus.Suspended
            ? RunListing.Of(run) with { Progress = ProgressAnswer.Of(await watch.NowAsync(run, cancellationToken)) }
            : RunListing.Of(run);

    public async Task<RunDetail> DetailAsync(RunRecord run, CancellationToken cancellationToken)
    {
        run = await seen.OfAsync(run, cancellationToken);
        var detail = RunDetail.Of(run, await watch.NowAsync(run, cancellationToken), orchestrator.LinksOf(run.Id, run.Attempt));
        return detail with { VisibleSince = VisibilityAnswer.Of(await visibility.SinceAsync(run, cancellationToken)) };
    }

    public ReceiptAnswer ReceiptOf(Receipt receipt) =>
        ReceiptAnswer.Of(receipt, receipt.Run is { } run ? orchestrator.LinksOf(run.Id, run.Attempt) : null);
}
