using System.Text.Json.Nodes;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Models.UnitTests;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Packs;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Core.Runs.Rejects;
using DuffBeer.Core.Runs.Verify;
using DuffBeer.Local.Serving;
using DuffBeer.OpenLineage;

namespace DuffBeer.Local.Workspaces;

/// <param name="Home">The folder that holds landing, lake, journal and tmp.</param>
/// <param name="Definitions">Folders of definitions that the command names; null for those that the home remembers.</param>
/// <param name="Now">Fixes the clock; null for the real one.</param>
sealed record WorkspaceSettings(string Home, DefinitionChoice? Definitions = null, DateTimeOffset? Now = null)
{
    /// <summary>How files are divided into chunks, and how much memory that may take.</summary>
    public IngestSettings Ingest { get; init; } = new();

    /// <summary>A file of prices that override single ones of the definitions; null for none.</summary>
    public string? Prices { get; init; }

    /// <summary>Where events of lineage go; null for nowhere.</summary>
    public LineageOptions? Lineage { get; init; }

    /// <summary>How long maintenance keeps what is no longer needed.</summary>
    public KeepTimes Keep { get; init; } = new();

    /// <summary>Which files maintenance merges.</summary>
    public MergeSizes Merge { get; init; } = new();

    /// <summary>Buckets instead of the home's landing and lake; null for those.</summary>
    public S3Settings? S3 { get; init; }
}

delegate Task<IWorkspace> OpenWorkspace(WorkspaceSettings settings, CancellationToken cancellationToken);

/// <summary>The commands' access to a home. It hides stores, definitions, orchestrator and engine.</summary>
/// <remarks>
/// Throws only <see cref="Core.Failures.RunException"/> and cancellation. A failed run is not an exception: it is a
/// <see cref="RunRecord"/> with its problem. Each part is opened on first use: listing reports starts no engine.
/// </remarks>
interface IWorkspace : IAsyncDisposable
{
    /// <summary>Prepares an ingest in the background.</summary>
    void ExpectFiles();

    /// <summary>Whether a contract's pattern matches a file, by its path in its folder with <c>/</c>.</summary>
    /// <param name="dataset">Only this dataset's contract counts; null for all.</param>
    bool IsWanted(string relativePath, string? dataset);

    /// <summary>Ingests one file, or resumes its run, and returns when the run has ended.</summary>
    Task<EndedRun> IngestAsync(IngestRequest request, IProgress<IngestProgress> progress, CancellationToken cancellationToken);

    /// <summary>Whether the contract of a dataset lets small files be ingested together.</summary>
    bool HasBatches { get; }

    /// <summary>Ingests small files together, where the contracts of their datasets allow that.</summary>
    /// <returns>For each request its run, which has ended; null for a file that must be ingested by itself.</returns>
    Task<IReadOnlyList<EndedRun?>> IngestTogetherAsync(
        IReadOnlyList<IngestRequest> requests, IProgress<IngestProgress> progress, CancellationToken cancellationToken);

    /// <summary>Runs files again as <see cref="ReplayAsync"/> does: small ones together, where their contracts allow that.</summary>
    /// <inheritdoc cref="IngestTogetherAsync"/>
    Task<IReadOnlyList<EndedRun?>> ReplayTogetherAsync(
        IReadOnlyList<string> runs, IProgress<IngestProgress> progress, CancellationToken cancellationToken);

    /// <summary>Runs a file again as a new attempt of the same run.</summary>
    Task<EndedRun> ReplayAsync(string run, IProgress<IngestProgress> progress, CancellationToken cancellationToken);

    /// <summary>Ingests corrected rejects as a separate run; the same rows again are the same run.</summary>
    /// <param name="file">CSV with the source's columns; columns with the reasons of rejects are ignored.</param>
    Task<EndedRun> CorrectAsync(string run, string file, IProgress<IngestProgress> progress, CancellationToken cancellationToken);

    /// <summary>Builds what has changed, and the requested models with everything downstream of them.</summary>
    Task<RefreshSummary> RefreshAsync(RefreshRequest request, IProgress<BuiltModel> progress, CancellationToken cancellationToken);

    /// <summary>What a refresh would build, and why. Nothing is written.</summary>
    Task<PlannedRefresh> PlanAsync(RefreshRequest request, CancellationToken cancellationToken);

    Task<IReadOnlyList<ReportDefinition>> ReportsAsync(CancellationToken cancellationToken);

    /// <summary>One page of a report.</summary>
    Task<ReportResult> ReportAsync(WantedReport wanted, CancellationToken cancellationToken);

    /// <summary>All rows of a report; null before the first snapshot.</summary>
    Task<ReportRows?> ReportRowsAsync(WantedReport wanted, CancellationToken cancellationToken);

    /// <summary>What a row of a report is made of, and if wanted the proof; null before the first snapshot.</summary>
    Task<WhyFound?> WhyAsync(WantedReport wanted, WantedRow row, CancellationToken cancellationToken);

    /// <summary>Runs, the newest first.</summary>
    Task<RunPage> RunsAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>One run; <c>NotFound</c> if there is none.</summary>
    Task<RunRecord> RunAsync(string run, CancellationToken cancellationToken);

    /// <summary>A run's rejected rows in the order of the file; <c>NotFound</c> if there is no such run.</summary>
    /// <param name="reason">Only rows rejected for this reason; null for all.</param>
    IAsyncEnumerable<RejectRow> RejectsAsync(string run, RejectCode? reason, CancellationToken cancellationToken);

    /// <summary>What Inspect found in a run's file; null if the attempt did not get that far.</summary>
    Task<FilePlan?> PlanAsync(string run, CancellationToken cancellationToken);

    /// <summary>
    /// Finds files in landing without a run, and interrupted runs, and records their runs; <see cref="ReplayAsync"/> continues each.
    /// </summary>
    /// <param name="retryFailed">Every failed run is tried again, whatever failed it.</param>
    Task<Recovered> ReconcileAsync(bool retryFailed, CancellationToken cancellationToken);

    /// <summary>Removes a run's rows; models follow with the next refresh.</summary>
    Task<RunRecord> RetireAsync(string run, CancellationToken cancellationToken);

    /// <summary>The latest snapshots, and those that are named.</summary>
    Task<SnapshotList> SnapshotsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The snapshots that were built beside those, by name.</summary>
    Task<IReadOnlyList<NamedSnapshot>> NamedAsync(CancellationToken cancellationToken);

    /// <summary>What differs between two snapshots, and why.</summary>
    Task<DiffResult> DiffAsync(WantedDiff wanted, CancellationToken cancellationToken);

    /// <summary>A page of the rows of a model that differ.</summary>
    Task<DiffRows> DiffRowsAsync(WantedDiff wanted, long offset, int limit, CancellationToken cancellationToken);

    /// <summary>Pins readers to a snapshot; null shows the newest again, and every later one.</summary>
    Task<SnapshotPointer> ShowSnapshotAsync(string? snapshot, CancellationToken cancellationToken);

    /// <summary>Shows a named snapshot.</summary>
    /// <param name="asIs">Even if a newer snapshot was built since.</param>
    Task<SnapshotPointer> ActivateAsync(string name, bool asIs, CancellationToken cancellationToken);

    /// <summary>Forgets a named snapshot.</summary>
    Task DropSnapshotAsync(string name, CancellationToken cancellationToken);

    /// <summary>Makes all tables for other tools show what is published, also after the home or bucket was moved.</summary>
    /// <returns>The datasets whose table was written for another place, and that place.</returns>
    Task<IReadOnlyList<(string Dataset, string From)>> RepairCatalogAsync(CancellationToken cancellationToken);

    /// <summary>Deletes what is no longer needed, or goes on with a maintenance that was interrupted.</summary>
    Task<MaintenanceRecord> MaintainAsync(CancellationToken cancellationToken);

    /// <summary>What a maintenance would delete now. Nothing is written.</summary>
    Task<MaintenancePlanner.Draft> PlanMaintenanceAsync(CancellationToken cancellationToken);

    /// <summary>Checks what is published from nothing but the files of the lake. Nothing is written.</summary>
    /// <param name="name">A dataset, a run, or a snapshot; null for everything.</param>
    Task<VerifyResult> VerifyAsync(string? name, CancellationToken cancellationToken);

    /// <summary>Erases rows from landing and lake, after the erasure that is under way, if there is one.</summary>
    /// <param name="request">Null: only the one under way.</param>
    Task<ForgetRecord> ForgetAsync(ForgetRequest? request, IProgress<BuiltModel> progress, CancellationToken cancellationToken);

    /// <summary>What an erasure would rewrite and ingest again. Nothing is written.</summary>
    Task<ForgetPlan> PlanForgetAsync(ForgetRequest request, CancellationToken cancellationToken);

    /// <summary>Serves the API until it is cancelled.</summary>
    /// <param name="started">Receives the address once the server answers.</param>
    Task ServeAsync(ServeRequest request, Action<string> started, CancellationToken cancellationToken);

    /// <summary>Checks contracts, models, audits, reports and prices without data.</summary>
    Task<CheckResult> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Runs the unit tests of models.</summary>
    /// <param name="model">Only the tests of this model; null for all.</param>
    Task<IReadOnlyList<ModelTestResult>> TestAsync(string? model, CancellationToken cancellationToken);

    /// <summary>Checks whether the stores do what the program depends on, and whether the credentials have every right.</summary>
    Task<IReadOnlyList<StoreReport>> CheckStoresAsync(CancellationToken cancellationToken);

    /// <summary>Writes the definitions' documentation to a folder, replacing earlier pages. Returns the number of pages.</summary>
    Task<int> WriteDocsAsync(string folder, CancellationToken cancellationToken);

    /// <summary>A contract in the words of the Open Data Contract Standard.</summary>
    /// <param name="version">Null for the newest.</param>
    JsonObject ExportContract(string dataset, int? version);

    /// <summary>The folders of definitions that the home uses, and what they override.</summary>
    UsedDefinitions Definitions();

    /// <summary>Records what the user's definitions override, so that a check tells when it changes.</summary>
    int AcceptOverrides();

    /// <summary>Makes the home use the shipped definitions alone. False if it remembered no folders.</summary>
    bool ForgetDefinitions();

    Task<StatusSummary> StatusAsync(CancellationToken cancellationToken);
}
