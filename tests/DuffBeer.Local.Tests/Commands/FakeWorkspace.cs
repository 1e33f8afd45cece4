using System.Runtime.CompilerServices;
using DuffBeer.Core.Failures;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Tests.Commands;

/// <summary>A workspace that answers what a test wants and remembers what it was asked.</summary>
sealed class FakeWorkspace : IWorkspace
{
    public WorkspaceSettings? Settings { get; set; }
    public List<IngestRequest> Ingested { get; } = [];
    public List<string> Replayed { get; } = [];
    public List<IReadOnlyList<string>> Refreshed { get; } = [];
    public List<ReportRequest> Reported { get; } = [];
    public List<RunQuery> Listed { get; } = [];
    public bool IsDisposed { get; private set; }

    public Func<string, bool> Wants { get; set; } = path => path.EndsWith(".csv", StringComparison.Ordinal);
    public Func<IngestRequest, RunSummary> Ingest { get; set; } = request => Answers.Run(request.Source.Name);
    public IReadOnlyList<IngestProgress> Progress { get; set; } = [];
    public Func<RefreshSummary> Refresh { get; set; } = () => Answers.Refresh;
    public Func<ReportRequest, ReportOutput> Report { get; set; } = _ => Answers.SalesByProduct;
    public IReadOnlyList<ReportListing> Defined { get; set; } = Answers.Reports;
    public RunPage Page { get; set; } = new([Answers.Run("orders.csv")]);
    public IReadOnlyList<RejectRow> Rejects { get; set; } = Answers.Rejects;
    public CheckResult Check { get; set; } = new(new Dictionary<string, int> { ["contracts"] = 1, ["models"] = 14 }, []);

    public bool IsWanted(string relativePath, string? dataset) => Wants(relativePath);

    public Task<RunSummary> IngestAsync(IngestRequest request, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Ingested.Add(request);
        foreach (var step in Progress)
            progress.Report(step);
        return Task.FromResult(Ingest(request));
    }

    public Task<RunSummary> ReplayAsync(string run, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        Replayed.Add(run);
        return Task.FromResult(Answers.Run("orders.csv") with { Id = run });
    }

    public Task<RefreshSummary> RefreshAsync(IReadOnlyList<string> models, IProgress<BuiltModel> progress, CancellationToken cancellationToken)
    {
        Refreshed.Add(models);
        var refresh = Refresh();
        foreach (var model in refresh.Built)
            progress.Report(model);
        return Task.FromResult(refresh);
    }

    public Task<IReadOnlyList<ReportListing>> ReportsAsync(CancellationToken cancellationToken) => Task.FromResult(Defined);

    public Task<ReportOutput> ReportAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        Reported.Add(request);
        return Task.FromResult(Report(request));
    }

    public Task<RunPage> RunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        Listed.Add(query);
        return Task.FromResult(Page);
    }

    public Task<RunSummary> RunAsync(string run, CancellationToken cancellationToken) =>
        Task.FromResult(Page.Runs.FirstOrDefault(known => known.Id == run)
            ?? throw new TerminalException(ProblemCode.NotFound, $"There is no run '{run}'. 'duffbeer runs' lists them."));

    public async IAsyncEnumerable<RejectRow> RejectsAsync(string run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var reject in Rejects)
        {
            await Task.Yield();
            yield return reject;
        }
    }

    public Task<CheckResult> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(Check);

    public Task<StatusSummary> StatusAsync(CancellationToken cancellationToken) => Task.FromResult(Answers.Status);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
