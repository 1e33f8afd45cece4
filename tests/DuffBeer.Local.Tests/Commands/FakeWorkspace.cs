using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models.UnitTests;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Core.Runs.Rejects;
using DuffBeer.Core.Runs.Verify;
using DuffBeer.Local.Serving;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Tests.Commands;

sealed record AskedReport(string Name, IReadOnlyDictionary<string, string> Parameters)
{
    public int? Limit { get; init; }
}

/// <summary>A workspace with a test's answers; it records requests.</summary>
sealed class FakeWorkspace : IWorkspace
{
    public WorkspaceSettings? Settings { get; set; }
    public List<IngestRequest> Ingested { get; } = [];
    public List<string> Replayed { get; } = [];
    public List<RefreshRequest> Refreshed { get; } = [];
    public List<string> Retired { get; } = [];
    public List<string?> Shown { get; } = [];
    public List<ServeRequest> Served { get; } = [];
    public Recovered Reconciled { get; set; } = new(3, ["duff_orders-1"], ["duff_orders-2"], []);
    public SnapshotList Snapshots { get; set; } = new(null, []);
    public List<AskedReport> Reported { get; } = [];
    public List<RunQuery> Listed { get; } = [];
    public bool IsDisposed { get; private set; }

    public Func<string, bool> Wants { get; set; } = path => path.EndsWith(".csv", StringComparison.Ordinal);
    public Func<IngestRequest, EndedRun> Ingest { get; set; } = request => Answers.Ended(Answers.Run(request.Source.Name));
    public IReadOnlyList<IngestProgress> Progress { get; set; } = [];
    public Func<RefreshSummary> Refresh { get; set; } = () => Answers.Refresh;
    public Func<string, ReportResult> Report { get; set; } = _ => Answers.SalesByProduct;
    public IReadOnlyList<ReportDefinition> Defined { get; set; } = Answers.Reports;
    public RunPage Page { get; set; } = new([Answers.Run("orders.csv")], null);
    public IReadOnlyList<RejectRow> Rejects { get; set; } = Answers.Rejects;
    public CheckResult Check { get; set; } = new(new Dictionary<string, int> { ["contracts"] = 1, ["models"] = 14 }, []);

    public void ExpectFiles()
    {
    }

    public bool IsWanted(string relativePath, string? dataset) => Wants(relativePath);

    public bool HasBatches => false;

    public Task<IReadOnlyList<EndedRun?>> IngestTogetherAsync(
        IReadOnlyList<IngestRequest> requests, IProgress<IngestProgress> progress, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EndedRun?>>(new EndedRun?[requests.Count]);

    public Task<IReadOnlyList<EndedRun?>> ReplayTogetherAsync(
        IReadOnlyList<string> runs, IProgress<IngestProgress> progress, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EndedRun?>>(new EndedRun?[runs.Count]);

    public Task<EndedRun> IngestAsync(IngestRequest request, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Ingested.Add(request);
        foreach (var step in Progress)
            progress.Report(step);
        return Task.FromResult(Ingest(request));
    }

    public Task<EndedRun> ReplayAsync(string run, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        Replayed.Add(run);
        return Task.FromResult(Answers.Ended(Answers.Run("orders.csv") with { Id = run }));
    }

    public Task<EndedRun> CorrectAsync(string run, string file, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        Corrected.Add((run, file));
        return Task.FromResult(Answers.Ended(Answers.Run("orders.csv~corrected") with { Corrects = run }));
    }

    public List<(string Run, string File)> Corrected { get; } = [];

    public Task<RefreshSummary> RefreshAsync(RefreshRequest request, IProgress<BuiltModel> progress, CancellationToken cancellationToken)
    {
        Refreshed.Add(request);
        var refresh = Refresh();
        foreach (var model in refresh.Built)
            progress.Report(model);
        return Task.FromResult(refresh);
    }

    public Task<PlannedRefresh> PlanAsync(RefreshRequest request, CancellationToken cancellationToken) =>
        throw new TerminalException(ProblemCode.NotFound, "There is no home yet.");

    public Task<IReadOnlyList<ReportDefinition>> ReportsAsync(CancellationToken cancellationToken) => Task.FromResult(Defined);

    public Task<ReportResult> ReportAsync(WantedReport wanted, CancellationToken cancellationToken)
    {
        Reported.Add(new(wanted.Name, wanted.Parameters.ToDictionary()));
        return Task.FromResult(Report(wanted.Name));
    }

    public Task<ReportRows?> ReportRowsAsync(WantedReport wanted, CancellationToken cancellationToken)
    {
        Reported.Add(new(wanted.Name, wanted.Parameters.ToDictionary()) { Limit = wanted.Limit });
        var report = Report(wanted.Name);
        return Task.FromResult<ReportRows?>(
            report.SnapshotId is null ? null : new(report.Columns, report.Rows.Chunk(1).ToAsyncEnumerable()));
    }

    public Task<WhyFound?> WhyAsync(WantedReport wanted, WantedRow row, CancellationToken cancellationToken) =>
        Task.FromResult<WhyFound?>(null);

    public Task<IReadOnlyList<NamedSnapshot>> NamedAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Snapshots.Named);

    public Task<DiffResult> DiffAsync(WantedDiff wanted, CancellationToken cancellationToken) =>
        throw new TerminalException(ProblemCode.NotFound, "There is no snapshot yet.");

    public Task<DiffRows> DiffRowsAsync(WantedDiff wanted, long offset, int limit, CancellationToken cancellationToken) =>
        throw new TerminalException(ProblemCode.NotFound, "There is no snapshot yet.");

    public Task<RunPage> RunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        Listed.Add(query);
        return Task.FromResult(Page);
    }

    public Task<RunRecord> RunAsync(string run, CancellationToken cancellationToken) =>
        Task.FromResult(Page.Runs.FirstOrDefault(known => known.Id == run)
            ?? throw new TerminalException(ProblemCode.NotFound, $"There is no run '{run}'. 'duffbeer runs' lists them."));

    public Task<FilePlan?> PlanAsync(string run, CancellationToken cancellationToken) => Task.FromResult<FilePlan?>(null);

    public async IAsyncEnumerable<RejectRow> RejectsAsync(
        string run, RejectCode? reason, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var reject in Rejects.Where(reject => reason is null || reject.Code == reason))
        {
            await Task.Yield();
            yield return reject;
        }
    }

    public Task<Recovered> ReconcileAsync(bool retryFailed, CancellationToken cancellationToken)
    {
        RetriedFailed = retryFailed;
        return Task.FromResult(Reconciled);
    }

    public bool RetriedFailed { get; private set; }

    public Task<RunRecord> RetireAsync(string run, CancellationToken cancellationToken)
    {
        Retired.Add(run);
        return Task.FromResult(Answers.Run("orders.csv") with { Id = run, Retired = true });
    }

    public Task<SnapshotList> SnapshotsAsync(int limit, CancellationToken cancellationToken) => Task.FromResult(Snapshots);

    public Task<IReadOnlyList<(string Dataset, string From)>> RepairCatalogAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(string, string)>>([("duff_orders", "file:///old/lake/iceberg/duff_orders")]);

    public Task<SnapshotPointer> ShowSnapshotAsync(string? snapshot, CancellationToken cancellationToken)
    {
        Shown.Add(snapshot);
        return Task.FromResult(new SnapshotPointer(snapshot ?? "newest", default) { Pinned = snapshot is not null });
    }

    public Task<SnapshotPointer> ActivateAsync(string name, bool asIs, CancellationToken cancellationToken) =>
        Task.FromResult(new SnapshotPointer(name, default));

    public Task DropSnapshotAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ServeAsync(ServeRequest request, Action<string> started, CancellationToken cancellationToken)
    {
        Served.Add(request);
        started($"http://127.0.0.1:{request.Port}");
        return Task.CompletedTask;
    }

    public IReadOnlyList<StoreReport> Stores { get; set; } = [];

    public Task<IReadOnlyList<StoreReport>> CheckStoresAsync(CancellationToken cancellationToken) => Task.FromResult(Stores);

    public Task<CheckResult> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(Check);

    public JsonObject ExportContract(string dataset, int? version) => new() { ["name"] = $"{dataset} {version}" };

    public Task<int> WriteDocsAsync(string folder, CancellationToken cancellationToken) => Task.FromResult(Path.GetFileName(folder).Length);

    public Task<IReadOnlyList<ModelTestResult>> TestAsync(string? model, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ModelTestResult>>([]);

    public UsedDefinitions Definitions() => new(["/definitions"], []);

    public int AcceptOverrides() => 0;

    public bool ForgetDefinitions() => false;

    public Task<StatusSummary> StatusAsync(CancellationToken cancellationToken) => Task.FromResult(Answers.Status);

    public List<ForgetRequest?> ToForget { get; } = [];

    public Task<ForgetRecord> ForgetAsync(ForgetRequest? request, IProgress<BuiltModel> progress, CancellationToken cancellationToken)
    {
        ToForget.Add(request);
        return Task.FromResult(new ForgetRecord("f", "things", "name", RunStatus.Completed, Answers.Time, Answers.Time)
        {
            Result = new(7, 2, 3, 40, null) { Unreadable = ["things/odd.csv"] },
        });
    }

    public Task<ForgetPlan> PlanForgetAsync(ForgetRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new ForgetPlan("", Answers.Time, request)
        {
            Sources = [new("things/a.csv", "e", 7, "h", "things-1", 1, true), new("things/b.csv", "e", 0, "", "things-2", 1, true)],
            Stale = ["things-3"],
        });

    public MaintenanceRecord Maintained { get; set; } =
        new("20260131T120000000Z", RunStatus.Completed, Answers.Time, Answers.Time) 
        {
            Result = new(3, 4_000_000, 1, null) { Merged = new(2_000, 3_000, 4, 5_000_000) },
        };

    public VerifyResult Verification { get; set; } = new([]);
    public List<string?> Verified { get; } = [];

    public Task<VerifyResult> VerifyAsync(string? name, CancellationToken cancellationToken)
    {
        Verified.Add(name);
        return Task.FromResult(Verification);
    }

    public Task<MaintenanceRecord> MaintainAsync(CancellationToken cancellationToken) => Task.FromResult(Maintained);

    public Task<MaintenancePlanner.Draft> PlanMaintenanceAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new MaintenancePlanner.Draft(
            [new("things", [7])],
            _ => new Deletion[] { new("marts/tops/v=1/a1/part.parquet", 1_500_000, "e", ExpiryReason.OldModel) }.ToAsyncEnumerable())
        {
            Merges = [new("things", [new("things-1", 1), new("things-2", 1)], ["p1"], 7, 2_500_000, 1)],
        });

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
