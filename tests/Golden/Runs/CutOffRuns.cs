using DuffBeer.Core.Composition;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Embedded.Home;
using DuffBeer.Embedded.Orchestration;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Runs;

/// <summary>Runs whose process died at an awkward moment.</summary>
public sealed class CutOffRuns : IDisposable
{
    readonly Home _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task The_journal_of_an_ended_run_is_deleted_by_the_next_start()
    {
        var run = (await _home.IngestAsync("orders.csv", Csv.Header + Csv.Rows(5))).Record;
        await LeaveJournalAsync(new(run.Id, run.Attempt));
        Assert.NotEmpty(Journals());

        await _home.IngestAsync("others.csv", Csv.Header + Csv.Rows(5, first: 10));

        Assert.Empty(Journals());
        Assert.DoesNotContain(_home.Notices, notice => notice.Contains(run.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unfinished_run_is_finished_by_the_next_start()
    {
        var run = await Steps.Over(_home).StartAsync(
            "duff/orders/orders.csv", _home.Write("orders.csv", Csv.Bytes(Csv.Header + Csv.Rows(5))));
        await LeaveJournalAsync(run);

        await _home.IngestAsync("others.csv", Csv.Header + Csv.Rows(5, first: 10));

        Assert.Empty(Journals());
        Assert.Contains(_home.Notices, notice => notice.Contains($"Run {run.RunId}: Completed", StringComparison.Ordinal));
        Assert.Equal(10, (await _home.RowsAsync("order_id")).Count);
    }

    /// <summary>A journal as left by a kill: started, with nothing done.</summary>
    async Task LeaveJournalAsync(IngestFile.Input run)
    {
        using var killed = new CancellationTokenSource();
        using var orchestrator = new JournalledOrchestrator(
            new(new HomeDirectory(_home.Root).Journal) { Json = CallJson.Default.Options });
        orchestrator.Register(IngestFile.Name, IngestFile.RunAsync);
        orchestrator.Register(IngestFile.Inspect, new Killed(killed));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => orchestrator.RunAsync(IngestFile.Name, $"{run.RunId}-a{run.Attempt}", "another program", run, killed.Token));
    }

    string[] Journals() => Directory.GetFiles(new HomeDirectory(_home.Root).Journal, "*.journal", SearchOption.AllDirectories);

    sealed class Killed(CancellationTokenSource kill) : IActivity<IngestFile.Input, Costed<IngestFile.Inspection>>
    {
        public async Task<Costed<IngestFile.Inspection>> RunAsync(IngestFile.Input input, CancellationToken cancellationToken)
        {
            await kill.CancelAsync();
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
