using System.Diagnostics;
using System.Text.Json.Nodes;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Models.UnitTests;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Core.Runs.Rejects;
using DuffBeer.Core.Runs.Verify;
using DuffBeer.Definitions;
using DuffBeer.Definitions.Docs;
using DuffBeer.Definitions.Prices;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.Home;
using DuffBeer.Local.Serving;
using DuffBeer.Local.Sources;
using DuffBeer.Local.Wiring;
using DuffBeer.Parquet;

namespace DuffBeer.Local.Workspaces;

/// <summary>Answers commands from a home on this machine.</summary>
sealed class EmbeddedWorkspace : IWorkspace
{
    readonly HomeDirectory _home;
    readonly LoadedDefinitions _definitions;
    readonly HomeDefinitions _chosen;
    readonly string? _prices;
    readonly S3Settings? _s3;
    readonly EmbeddedRuntime _runtime;
    readonly TimeProvider _time;
    readonly Action<string> _notice;
    Orchestrations? _orchestrations;

    /// <param name="notice">Receives messages for the user besides the results.</param>
    public EmbeddedWorkspace(WorkspaceSettings settings, Action<string> notice)
    {
        _home = new(settings.Home);
        _prices = settings.Prices;
        _s3 = settings.S3;
        _chosen = new(_home, settings.Definitions, notice);
        _definitions = new(new Lazy<DefinitionFolder>(() => _chosen.Folder));
        _time = settings.Now is { } now ? new FixedClock(now) : TimeProvider.System;
        _runtime = new(_home, _definitions, settings.Ingest, _time, settings.S3, () => PricesFile.Load(_chosen.Folder, _prices))
        {
            Lineage = LineageWiring.Of(settings, notice),
            Keep = settings.Keep,
            Merge = settings.Merge,
        };
        _notice = notice;
    }

    public void ExpectFiles()
    {
        if (Environment.ProcessorCount > 1)
            _ = Task.Run(() => WarmUp.RunAsync(new ParquetPartWriter(), CancellationToken.None));
    }

    public bool IsWanted(string relativePath, string? dataset)
    {
        var contracts = dataset is null ? _definitions.Datasets.All : _definitions.Datasets.Find(dataset) is { } named ? [named] : [];
        return contracts.Any(
            contract => contract.Source.Wants(contract.Source.Prefix + relativePath) || contract.Source.Wants(relativePath));
    }

    public async Task<EndedRun> IngestAsync(IngestRequest request, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        var (contract, source) = await IngestSource.FindAsync(_runtime, request, cancellationToken);
        var orchestrations = await OrchestrationsAsync(cancellationToken);
        var version = _definitions.Datasets.FindAt(contract.Name, source.LastModified)!;
        var start = await _runtime.Core.Starts.ForAsync(
            version, _runtime.Stores.Bucket, source, cancellationToken, asVersion: request.AsVersion);
        await orchestrations.FinishOthersAsync(start.Record.Id, cancellationToken);
        if (start.Kind == StartKind.AlreadyDone)
            return new(
                request.Verify ? await VerifiedAsync(start.Record, cancellationToken) : start.Record, TimeSpan.Zero, AlreadyDone: true);

        return await WatchAsync(start.Record.Source, progress, async () =>
        {
            var ended = await orchestrations.IngestAsync(start.Record, request.Verify, cancellationToken);
            // A resumed run keeps the options it started with, which may not include verification.
            return request.Verify && ended is { Status: RunStatus.Completed, Verified: false }
                ? await VerifiedAsync(ended, cancellationToken)
                : ended;
        });
    }

    public bool HasBatches => _definitions.Datasets.All.Any(dataset => dataset.Batch is not null);

    public async Task<IReadOnlyList<EndedRun?>> IngestTogetherAsync(
        IReadOnlyList<IngestRequest> requests, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        var orchestrations = await OrchestrationsAsync(cancellationToken);
        await orchestrations.FinishOthersAsync(but: null, cancellationToken);
        return await new IngestTogether(_runtime, orchestrations).IngestAsync(requests, progress, cancellationToken);
    }

    public async Task<IReadOnlyList<EndedRun?>> ReplayTogetherAsync(
        IReadOnlyList<string> runs, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        var orchestrations = await OrchestrationsAsync(cancellationToken);
        return await new IngestTogether(_runtime, orchestrations).ReplayAsync(runs, progress, cancellationToken);
    }

    public async Task<EndedRun> ReplayAsync(string run, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        var record = await Existing.Runs.GetAsync(run, cancellationToken);
        var orchestrations = await OrchestrationsAsync(cancellationToken);
        return await WatchAsync(record.Source, progress, () => orchestrations.ReplayAsync(run, cancellationToken));
    }

    public async Task<EndedRun> CorrectAsync(
        string run, string file, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        var original = await Existing.Core.Corrections.OriginalAsync(run, cancellationToken);
        var rows = await CorrectedFile.ReadAsync(file, cancellationToken);
        var orchestrations = await OrchestrationsAsync(cancellationToken);
        var start = await _runtime.Core.Corrections.StartAsync(original, _runtime.Stores.Bucket, rows, cancellationToken);
        await orchestrations.FinishOthersAsync(start.Record.Id, cancellationToken);
        return start.Kind == StartKind.AlreadyDone
            ? new(start.Record, TimeSpan.Zero, AlreadyDone: true)
            : await WatchAsync(
                start.Record.Source, progress, () => orchestrations.IngestAsync(start.Record, verify: false, cancellationToken));
    }

    public async Task<RefreshSummary> RefreshAsync(
        RefreshRequest request, IProgress<BuiltModel> progress, CancellationToken cancellationToken)
    {
        Existing.Definitions.Models.Check(request);
        var orchestrations = await OrchestrationsAsync(cancellationToken, isTry: request.Into is not null);
        // What others asked for is not done with definitions that are only tried.
        if (request.Into is null)
            await orchestrations.FinishOthersAsync(but: null, cancellationToken);
        else if (_chosen.IsTry && await _runtime.Refreshes.IsPendingAsync(cancellationToken))
            throw new TerminalException(
                ProblemCode.Conflict, "A refresh is pending, and this command uses other definitions. Run 'duffbeer refresh' without "
                    + "--definitions first, or let a running server finish it.");
        var built = new List<BuiltModel>();
        using var trace = new Activity(nameof(RefreshModels)).Start();
        using var listener = Listen(trace.TraceId, progress, built);
        var record = await orchestrations.RefreshAsync(request, cancellationToken);
        if (record.Result?.Problem is { } problem)
            throw (await InWordsAsync(problem, cancellationToken)).ToException();

        var snapshot = record.Into is { } name
            ? await _runtime.Snapshots.FindAsync(name, cancellationToken)
            : await _runtime.Snapshots.CurrentAsync(cancellationToken);
        return new(record, snapshot, built) { HasRuns = snapshot is not null || await HasRunsAsync(cancellationToken) };
    }

    /// <summary>What the engine says of a definition's SELECT, as <c>check</c> says it.</summary>
    async Task<Problem> InWordsAsync(Problem problem, CancellationToken cancellationToken)
    {
        if (problem.Code != ProblemCode.ModelFailed)
            return problem;
        var faults = (await CheckAsync(cancellationToken)).Faults
            .Where(fault => problem.Message.Contains(fault.File, StringComparison.Ordinal))
            .ToList();
        return faults.Count == 0 ? problem : problem with { Message = string.Join('\n', faults) };
    }

    public Task<PlannedRefresh> PlanAsync(RefreshRequest request, CancellationToken cancellationToken) =>
        Existing.Plans.ReadAsync(request, cancellationToken);

    public Task<IReadOnlyList<ReportDefinition>> ReportsAsync(CancellationToken cancellationToken) => Task.FromResult(_definitions.Reports);

    public async Task<ReportResult> ReportAsync(WantedReport wanted, CancellationToken cancellationToken)
    {
        var request = RequestOf(wanted);
        // The pointer is resolved once: a concurrent swap does not affect this request.
        return await SnapshotOfAsync(request, cancellationToken) is { } snapshot
            ? await _runtime.Reader.ReadAsync(request, snapshot, cancellationToken)
            : ReportResult.BeforeTheFirstSnapshot(request);
    }

    public async Task<ReportRows?> ReportRowsAsync(WantedReport wanted, CancellationToken cancellationToken)
    {
        var request = RequestOf(wanted) with { Limit = wanted.Limit };
        return await SnapshotOfAsync(request, cancellationToken) is { } snapshot
            ? new(request.Columns, _runtime.Reader.StreamAsync(request, snapshot, cancellationToken))
            : null;
    }

    public async Task<WhyFound?> WhyAsync(WantedReport wanted, WantedRow row, CancellationToken cancellationToken)
    {
        var report = RequestOf(wanted);
        if (await SnapshotOfAsync(report, cancellationToken) is not { } snapshot)
            return null;
        var request = new WhyRequest(report, row.Keys, row.Column) { Limit = row.Limit, Next = row.Next };
        var why = await _runtime.Explainer.ExplainAsync(request, snapshot, cancellationToken);
        return new(why, row.Prove ? await _runtime.Prover.ProveAsync(request, snapshot, cancellationToken) : null);
    }

    public Task<RunPage> RunsAsync(RunQuery query, CancellationToken cancellationToken) =>
        Existing.Runs.PageAsync(query, cancellationToken);

    public Task<RunRecord> RunAsync(string run, CancellationToken cancellationToken) => Existing.Runs.GetAsync(run, cancellationToken);

    public IAsyncEnumerable<RejectRow> RejectsAsync(string run, RejectCode? reason, CancellationToken cancellationToken) =>
        Existing.Rejects.AllAsync(run, reason is null ? null : new(reason), cancellationToken);

    public Task<FilePlan?> PlanAsync(string run, CancellationToken cancellationToken) => Existing.Rejects.PlanAsync(run, cancellationToken);

    public async Task<Recovered> ReconcileAsync(bool retryFailed, CancellationToken cancellationToken)
    {
        var runtime = Existing;
        // Under the home's lock no other process works on what the journals and the lake call unfinished.
        await OrchestrationsAsync(cancellationToken);
        return await runtime.Core.Recovery(new CollectedRuns()).RecoverAsync(cancellationToken, retryFailed);
    }

    public Task<RunRecord> RetireAsync(string run, CancellationToken cancellationToken) =>
        Existing.Core.Retirement.RetireAsync(run, cancellationToken);

    public async Task<SnapshotList> SnapshotsAsync(int limit, CancellationToken cancellationToken)
    {
        var listed = new List<Snapshot>();
        await foreach (var id in Existing.Snapshots.IdsAsync(cancellationToken).Take(limit))
            listed.AddRange(await _runtime.Snapshots.FindAsync(id, cancellationToken) is { } snapshot ? [snapshot] : []);
        return new(await _runtime.Snapshots.PointerAsync(cancellationToken), listed)
        {
            Named = await NamedAsync(cancellationToken),
        };
    }

    public Task<IReadOnlyList<NamedSnapshot>> NamedAsync(CancellationToken cancellationToken) => Existing.Named.AllAsync(cancellationToken);

    public async Task<DiffResult> DiffAsync(WantedDiff wanted, CancellationToken cancellationToken) =>
        await _runtime.Differences.CompareAsync(await SidesAsync(wanted, cancellationToken), wanted.Model, true, cancellationToken);

    public async Task<DiffRows> DiffRowsAsync(WantedDiff wanted, long offset, int limit, CancellationToken cancellationToken) =>
        await _runtime.Differences.RowsAsync(
            await SidesAsync(wanted, cancellationToken), wanted.Model!, offset, limit, cancellationToken);

    public async Task<SnapshotPointer> ShowSnapshotAsync(string? snapshot, CancellationToken cancellationToken)
    {
        var pointer = (
            snapshot is null
                ? await Existing.Snapshots.UnpinAsync(cancellationToken)
                : await Existing.Snapshots.PinAsync(snapshot, cancellationToken))
            ?? throw new TerminalException(ProblemCode.NotFound, "There is no snapshot yet. 'duffbeer refresh' creates the first one.");
        await _runtime.Catalog.PointAsync(cancellationToken);
        return pointer;
    }

    public async Task<SnapshotPointer> ActivateAsync(string name, bool asIs, CancellationToken cancellationToken)
    {
        // Under the home's lock no refresh is under way, which would build on another snapshot.
        _ = await Existing.Named.ToActivateAsync(name, cancellationToken);
        await OrchestrationsAsync(cancellationToken);
        var pointer = await _runtime.Named.ActivateAsync(name, asIs, cancellationToken);
        await _runtime.Catalog.PointAsync(cancellationToken);
        return pointer;
    }

    public Task DropSnapshotAsync(string name, CancellationToken cancellationToken) => Existing.Named.DropAsync(name, cancellationToken);

    public async Task<IReadOnlyList<(string Dataset, string From)>> RepairCatalogAsync(CancellationToken cancellationToken)
    {
        var moved = await Existing.Core.Tables.MoveAllAsync(cancellationToken);
        await Existing.Catalog.PointAsync(cancellationToken);
        return moved;
    }

    public async Task<MaintenanceRecord> MaintainAsync(CancellationToken cancellationToken)
    {
        _ = Existing;
        var orchestrations = await OrchestrationsAsync(cancellationToken);
        return await orchestrations.MaintainAsync(cancellationToken);
    }

    public Task<MaintenancePlanner.Draft> PlanMaintenanceAsync(CancellationToken cancellationToken) =>
        Existing.Maintenance.DecideAsync(_time.GetUtcNow(), cancellationToken);

    public async Task<ForgetRecord> ForgetAsync(
        ForgetRequest? request, IProgress<BuiltModel> progress, CancellationToken cancellationToken)
    {
        _ = Existing;
        var orchestrations = await OrchestrationsAsync(cancellationToken);
        await orchestrations.FinishOthersAsync(but: null, cancellationToken);
        using var trace = new Activity("forget").Start();
        using var listener = Listen(trace.TraceId, progress, []);
        return await orchestrations.ForgetAsync(request, new CommandForgetSteps(orchestrations), cancellationToken);
    }

    public Task<ForgetPlan> PlanForgetAsync(ForgetRequest request, CancellationToken cancellationToken) =>
        Existing.Forget.DecideAsync(new("", _time.GetUtcNow(), request), cancellationToken);

    public async Task ServeAsync(ServeRequest request, Action<string> started, CancellationToken cancellationToken)
    {
        if (request.Watch && _runtime.IsS3)
            throw new TerminalException(
                ProblemCode.BadRequest,
                "--watch watches the landing folder of the home. With --store s3, send the bucket's events to /api/events/s3, or run "
                    + "'duffbeer reconcile' regularly.");
        // Reports invalid prices now, not at the first run.
        _ = _runtime.Prices;
        await _runtime.CheckStoresAsync(cancellationToken);
        // The server takes the home's lock only while it runs something.
        _orchestrations?.Dispose();
        _orchestrations = null;
        _home.Create();
        _chosen.Remember();
        await using var server = new ApiServer(_home, _runtime, _time, request, new(), _notice);
        await server.BeginAsync(cancellationToken);
        started(server.Address);
        await Task.Delay(Timeout.Infinite, cancellationToken)
            .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public Task<VerifyResult> VerifyAsync(string? name, CancellationToken cancellationToken) =>
        new VerifyLake(Existing.Stores, new ParquetPartReader()).RunAsync(name, cancellationToken);

    public Task<CheckResult> CheckAsync(CancellationToken cancellationToken) =>
        DefinitionCheck.OfAsync(_chosen.Folder, _prices, cancellationToken);

    public Task<IReadOnlyList<ModelTestResult>> TestAsync(string? model, CancellationToken cancellationToken) =>
        ModelTests.RunAsync(_chosen.Folder, _definitions.Models, model, cancellationToken);

    public Task<IReadOnlyList<StoreReport>> CheckStoresAsync(CancellationToken cancellationToken)
    {
        _home.Create();
        return _runtime.StoreChecks.RunAsync(cancellationToken);
    }

    public Task<int> WriteDocsAsync(string folder, CancellationToken cancellationToken)
    {
        var pages = _definitions.Pages;
        DefinitionPages.Write(pages, folder);
        return Task.FromResult(pages.Count);
    }

    public JsonObject ExportContract(string dataset, int? version) => ContractExport.Of(
        _definitions.Datasets, dataset, version, _home, _s3, DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime));

    public UsedDefinitions Definitions() => new(_chosen.Folder.All, [.. _chosen.Folder.Overridden().Select(found => found.ToString())]);

    public int AcceptOverrides() => OverrideLock.Accept(_chosen.Folder);

    public bool ForgetDefinitions() => _chosen.Forget();

    public async Task<StatusSummary> StatusAsync(CancellationToken cancellationToken) =>
        await HomeStatus.ReadAsync(_home, Existing, _definitions, cancellationToken) with
        {
            Definitions = _chosen.Choice?.Folders ?? [],
            Unwanted = await UnwantedObjects.ReadAsync(_runtime.Stores.Landing, _definitions.Datasets, cancellationToken),
        };

    public ValueTask DisposeAsync()
    {
        _orchestrations?.Dispose();
        _runtime.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<bool> HasRunsAsync(CancellationToken cancellationToken) =>
        (await HomeStatus.DatasetsAsync(_runtime, _definitions, cancellationToken)).Any(dataset => dataset.Sources > 0);

    async Task<DiffSides> SidesAsync(WantedDiff wanted, CancellationToken cancellationToken)
    {
        var sides = await DiffSides.OfAsync(Existing.Snapshots, wanted.Now, wanted.Before, cancellationToken);
        var models = sides.Now.Models.Keys.Union(sides.Before.Models.Keys).ToList();
        if (wanted.Model is not { } word || models.Contains(word))
            return sides;
        var named = (await NamedAsync(cancellationToken)).Select(snapshot => snapshot.Name);
        throw new TerminalException(
            ProblemCode.NotFound,
            $"'{word}' is neither a snapshot nor a model of the snapshots.{LikelyName.Hint(word, models.Concat(named))} "
                + "'duffbeer snapshots' lists the snapshots.");
    }

    ReportRequest RequestOf(WantedReport wanted) => ReportRequest.Read(_definitions.Report(wanted.Name), wanted.Parameters);

    /// <summary>What is in the home, which must exist: a mistyped one would only look empty.</summary>
    EmbeddedRuntime Existing => _runtime.IsS3 || Directory.Exists(_home.Lake)
        ? _runtime
        : throw new TerminalException(ProblemCode.NotFound, HomeHint.Missing(_home.Root));

    async Task<Snapshot?> SnapshotOfAsync(ReportRequest request, CancellationToken cancellationToken) => request.Snapshot is { } id
        ? await Existing.Snapshots.GetAsync(id, cancellationToken)
        : await Existing.Snapshots.CurrentAsync(cancellationToken);

    /// <param name="isTry">The definitions are only tried, so the home does not remember them.</param>
    async Task<Orchestrations> OrchestrationsAsync(CancellationToken cancellationToken, bool isTry = false)
    {
        if (!isTry)
            _chosen.Remember();
        return _orchestrations ??= await Orchestrations.OpenAsync(_home, _runtime, _time, _notice, cancellationToken);
    }

    async Task<EndedRun> WatchAsync(RunSource source, IProgress<IngestProgress> progress, Func<Task<RunRecord>> run)
    {
        var started = _time.GetTimestamp();
        using var watch = new IngestWatch(progress, source.Size);
        return new(await run(), _time.GetElapsedTime(started));
    }

    async Task<RunRecord> VerifiedAsync(RunRecord record, CancellationToken cancellationToken)
    {
        await new CountRows(_runtime.Stores, _runtime.Runs).RunAsync(new(record.Id, record.Attempt), cancellationToken);
        return await _runtime.Runs.GetAsync(record.Id, cancellationToken);
    }

    /// <summary>A listener receives events of the whole process; other refreshes have other traces.</summary>
    static ActivityListener Listen(ActivityTraceId trace, IProgress<BuiltModel> progress, List<BuiltModel> built)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId != trace
                    || activity.GetTagItem("rows") is not long rows
                    || activity.GetTagItem("bytes") is not long bytes)
                    return;
                var model = new BuiltModel((string)activity.GetTagItem("model")!, rows, bytes, activity.Duration);
                lock (built)
                    built.Add(model);
                progress.Report(model);
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
