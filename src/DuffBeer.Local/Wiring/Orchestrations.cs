using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Batches;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Embedded.Home;
using DuffBeer.Embedded.Orchestration;
using DuffBeer.Local.Serving;

namespace DuffBeer.Local.Wiring;

/// <summary>Runs orchestrations under the home's lock, and resumes those that a crash interrupted.</summary>
sealed class Orchestrations : IDisposable
{
    readonly EmbeddedRuntime _runtime;
    readonly Action<string> _notice;
    readonly HomeLock _lock;
    readonly JournalledOrchestrator _orchestrator;

    /// <summary>Instances of runs that an earlier process of this home left.</summary>
    readonly HashSet<string> _journalled = new(StringComparer.Ordinal);

    Orchestrations(EmbeddedRuntime runtime, Action<string> notice, HomeLock held)
    {
        (_runtime, _notice, _lock) = (runtime, notice, held);
        _orchestrator = runtime.Orchestrator(new RunNotices(notice));
    }

    /// <summary>Waits for the home's lock, then sorts the journals that an interrupted process left.</summary>
    public static async Task<Orchestrations> OpenAsync(
        HomeDirectory home, EmbeddedRuntime runtime, TimeProvider time, Action<string> notice, CancellationToken cancellationToken)
    {
        await runtime.CheckStoresAsync(cancellationToken);
        var command = "duffbeer " + string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Take(1));
        var held = await home.AcquireLockAsync(
            command, holder => notice($"Waiting: {holder?.ToString() ?? $"{home.Root} is held by another process"}."), cancellationToken);
        Orchestrations? opened = null;
        try
        {
            opened = new(runtime, notice, held);
            await opened.SortJournalsAsync(cancellationToken);
            await runtime.Refreshes.RequeueAsync(cancellationToken);
            return opened;
        }
        catch
        {
            opened?._orchestrator.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Starts or resumes the one run of an object version, and returns its record when it has ended.</summary>
    public async Task<RunRecord> IngestAsync(RunRecord record, bool verify, CancellationToken cancellationToken)
    {
        var contract = _runtime.Core.Starts.ContractOf(record);
        var fingerprint = $"{Fingerprint.OfProgram}-{contract.Hash}-{_runtime.Settings.ChunkBytes}-{_runtime.Settings.Workers}";
        var isForeign = _orchestrator.StateOf(InstanceOf(record), fingerprint) == JournalState.Foreign;
        if (record.ContractVersion != contract.Version || isForeign)
        {
            _notice($"Run {record.Id} was started by another version of duffbeer or of the contract; it starts again.");
            var begun = InstanceOf(record);
            record = await _runtime.Core.Starts.AgainAsync(record, cancellationToken);
            _orchestrator.Discard(begun);
        }

        var input = new IngestFile.Input(record.Id, record.Attempt, verify);
        var outcome = await _orchestrator.RunAsync(IngestFile.Name, InstanceOf(record), fingerprint, input, cancellationToken);
        outcome.Unwrap();
        return await _runtime.Runs.GetAsync(record.Id, cancellationToken);
    }

    /// <summary>Starts or resumes runs: small files of one dataset together, where its contract allows that.</summary>
    /// <returns>The records when all have ended, in the order of the runs.</returns>
    public async Task<IReadOnlyList<RunRecord>> IngestAllAsync(IReadOnlyList<RunRecord> runs, CancellationToken cancellationToken)
    {
        foreach (var group in _runtime.Core.Batches.GroupsOf(runs))
        {
            if (group.Count > 1)
                await IngestBatchAsync(group, cancellationToken);
            else
                await IngestAsync(group[0], verify: false, cancellationToken);
        }

        return await SideBySide.SelectAsync(
            runs, RunBatches.AtATime, (run, running) => _runtime.Runs.GetAsync(run.Id, running), cancellationToken);
    }

    /// <remarks>An interrupted batch is not resumed: its runs are in the next one, which finds what this one made.</remarks>
    async Task IngestBatchAsync(IReadOnlyList<RunRecord> group, CancellationToken cancellationToken)
    {
        var batch = await _runtime.Core.Batches.AddAsync(group, cancellationToken);
        try
        {
            var outcome = await _orchestrator.RunAsync(
                IngestBatch.Name, batch.Batch, Fingerprint.OfProgram, batch, cancellationToken);
            foreach (var alone in outcome.Unwrap().Alone)
                await IngestAsync(await _runtime.Runs.GetAsync(alone.RunId, cancellationToken), verify: false, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _orchestrator.Discard(batch.Batch);
            throw;
        }
    }

    /// <summary>Starts a new attempt of a run, or resumes an unfinished one.</summary>
    public async Task<RunRecord> ReplayAsync(string run, CancellationToken cancellationToken)
    {
        var record = await _runtime.Runs.GetAsync(run, cancellationToken);
        if (record.Status != RunStatus.Running)
            record = await _runtime.Core.Starts.AgainAsync(record, cancellationToken);
        return await IngestAsync(record, verify: false, cancellationToken);
    }

    /// <summary>Finishes every interrupted run, except the one that the caller runs itself.</summary>
    public async Task FinishOthersAsync(string? but, CancellationToken cancellationToken)
    {
        var interrupted = (await ResumeAsync(new CollectedRuns(), cancellationToken)).Where(record => record.Id != but).ToList();
        foreach (var record in interrupted)
            _notice($"Run {record.Id} of {record.Source.Key} was interrupted and resumes.");
        foreach (var ended in await IngestAllAsync(interrupted, cancellationToken))
            _notice($"Run {ended.Id}: {ended.Status}{(ended.Problem is { } problem ? $", {problem.Message}" : "")}.");
    }

    /// <summary>Resumes what earlier processes of this home left.</summary>
    /// <remarks>Other hosts may share a lake on S3. There, only attempts with a journal in this home are resumed.</remarks>
    public Task<IReadOnlyList<RunRecord>> ResumeAsync(IRunOrchestrator orchestrator, CancellationToken cancellationToken) =>
        _runtime.Core.Recovery(orchestrator).ResumeAsync(IsOurs, cancellationToken);

    /// <summary>Requests a refresh and runs it, together with pending requests of others.</summary>
    public async Task<RefreshRecord> RefreshAsync(RefreshRequest request, CancellationToken cancellationToken)
    {
        var requested = await _runtime.Refreshes.AddAsync(request, cancellationToken);
        // Under the home's lock no other process takes it. An interrupted refresh may come first.
        while (true)
        {
            var ended = await RefreshPendingAsync(cancellationToken)
                ?? throw new TerminalException(
                    ProblemCode.Conflict, "Another host is refreshing this lake. Its refresh, or the next one, includes this request.");
            if (ended.Id == requested.Id)
                return ended;
        }
    }

    /// <summary>Runs the pending refresh; null if there is none.</summary>
    public async Task<RefreshRecord?> RefreshPendingAsync(CancellationToken cancellationToken)
    {
        if (await _runtime.Refreshes.TakeAsync(cancellationToken) is not { } turn)
            return null;
        var result = await RefreshAsync(turn, cancellationToken);
        var ended = await _runtime.Refreshes.EndAsync(new(turn.Request, result), cancellationToken);
        await RefreshAnnouncement.EndedAsync(_runtime.Announcements, ended, cancellationToken);
        return ended;
    }

    async Task<RefreshModels.Result> RefreshAsync(RefreshTurn turn, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await _orchestrator.RunAsync(
                RefreshModels.Name, $"refresh-{turn.Refresh.Snapshot}", Fingerprint.OfProgram, turn.Refresh, cancellationToken);
            return outcome.Unwrap();
        }
        catch (RunException failure)
        {
            return new(null, 0, new(failure.Code, failure.Message));
        }
    }

    /// <summary>Goes on with the maintenance under way, or does a new one.</summary>
    public async Task<MaintenanceRecord> MaintainAsync(CancellationToken cancellationToken)
    {
        var begun = await _runtime.Maintenances.BeginAsync(cancellationToken);
        var outcome = await _orchestrator.RunAsync(
            MaintainLake.Name, MaintainLake.InstanceOf(begun.Id), Fingerprint.OfProgram, begun.Id, cancellationToken);
        outcome.Unwrap();
        return await _runtime.Maintenances.GetAsync(begun.Id, cancellationToken);
    }

    /// <summary>Goes on with the erasure under way, then does the wanted one.</summary>
    /// <param name="request">Null: only the one under way.</param>
    /// <param name="steps">Ingests its runs and refreshes the models.</param>
    /// <exception cref="TerminalException"><c>NotFound</c>: none is under way, and none is wanted.</exception>
    public async Task<ForgetRecord> ForgetAsync(ForgetRequest? request, IForgetSteps steps, CancellationToken cancellationToken)
    {
        while (true)
        {
            var begun = request is null
                ? await _runtime.Forgets.UnderWayAsync(cancellationToken)
                    ?? throw new TerminalException(ProblemCode.NotFound, "No erasure is under way.")
                : await _runtime.Forgets.BeginAsync(request, cancellationToken);
            var plan = await _runtime.Forgets.PlanAsync(begun.Id, cancellationToken);
            var ended = await ForgetAsync(begun.Id, steps, cancellationToken);
            if (request is null || plan?.Request.IsSame(request) == true)
                return ended;
        }
    }

    async Task<ForgetRecord> ForgetAsync(string id, IForgetSteps steps, CancellationToken cancellationToken)
    {
        while (true)
        {
            var erased = await _orchestrator.RunAsync(
                ForgetRows.Name, ForgetRows.InstanceOf(id), Fingerprint.OfProgram, id, cancellationToken);
            var (runs, refused) = erased.Unwrap();
            if (refused is not null)
            {
                var ended = await _runtime.Forgets.GetAsync(id, cancellationToken);
                return ended.Status == RunStatus.Running ? throw refused.ToException() : ended;
            }

            var records = await SideBySide.SelectAsync(
                runs, RunBatches.AtATime, (run, running) => _runtime.Runs.GetAsync(run, running), cancellationToken);
            IReadOnlyList<RunRecord> open = [.. records.Where(record => record.Status == RunStatus.Running)];
            if (open.Count == 0)
                break;
            await steps.IngestAsync(open, cancellationToken);
        }

        if (await _runtime.Snapshots.PointerAsync(cancellationToken) is not null)
            await steps.RefreshAsync(cancellationToken);
        var purged = await _orchestrator.RunAsync(
            ForgetRows.Purge, ForgetRows.PurgeOf(id), Fingerprint.OfProgram, id, cancellationToken);
        purged.Unwrap();
        await _runtime.ForgetAsync(cancellationToken);
        return await _runtime.Forgets.GetAsync(id, cancellationToken);
    }

    /// <summary>Deletes journals that no run will resume, and makes sure that recovery finds the others.</summary>
    async Task SortJournalsAsync(CancellationToken cancellationToken)
    {
        foreach (var unfinished in _orchestrator.Unfinished())
        {
            if (unfinished.Orchestration == IngestBatch.Name.Value)
                _journalled.UnionWith(await MembersAsync(unfinished.InstanceId, cancellationToken));
            // All others start anew: what they do follows from the lake alone.
            var record = unfinished.Orchestration == IngestFile.Name.Value
                ? await _runtime.Runs.FindAsync(RunOf(unfinished.InstanceId), cancellationToken)
                : null;
            if (record is { Status: RunStatus.Running or RunStatus.Suspended } && InstanceOf(record) == unfinished.InstanceId)
            {
                _journalled.Add(unfinished.InstanceId);
                await _runtime.Runs.Unfinished.AddAsync(UnfinishedAttempt.OfRun(record.Id, record.Attempt), cancellationToken);
            }
            else
            {
                _orchestrator.Discard(unfinished.InstanceId);
            }
        }
    }

    /// <summary>The instances of a batch's runs. The list is written before the batch has a journal.</summary>
    async Task<IEnumerable<string>> MembersAsync(string batch, CancellationToken cancellationToken) =>
        (await _runtime.Core.Batches.MembersAsync(batch, cancellationToken)).Runs
        .Select(run => IngestFile.InstanceOf(run.RunId, run.Attempt));

    bool IsOurs(UnfinishedAttempt attempt) =>
        !_runtime.IsS3 || _journalled.Contains(IngestFile.InstanceOf(attempt.Run, attempt.Number));

    public void Dispose()
    {
        _orchestrator.Dispose();
        _lock.Dispose();
    }

    static string InstanceOf(RunRecord record) => IngestFile.InstanceOf(record.Id, record.Attempt);

    static string RunOf(string instanceId) => instanceId[..instanceId.LastIndexOf("-a", StringComparison.Ordinal)];
}
