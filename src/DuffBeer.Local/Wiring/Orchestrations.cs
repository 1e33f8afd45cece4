using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Embedded.Home;
using DuffBeer.Embedded.Orchestration;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Wiring;

/// <summary>Runs orchestrations under the home's lock, and goes on with those that a crash left.</summary>
sealed class Orchestrations : IDisposable
{
    readonly EmbeddedRuntime _runtime;
    readonly TimeProvider _time;
    readonly Action<string> _notice;
    readonly HomeLock _lock;
    readonly JournalledOrchestrator _orchestrator;

    Orchestrations(EmbeddedRuntime runtime, TimeProvider time, Action<string> notice, HomeLock held)
    {
        (_runtime, _time, _notice, _lock) = (runtime, time, notice, held);
        _orchestrator = runtime.Orchestrator(new RunNotices(notice));
    }

    public static async Task<Orchestrations> OpenAsync(
        HomeDirectory home, EmbeddedRuntime runtime, TimeProvider time, Action<string> notice, CancellationToken cancellationToken)
    {
        var command = "duffbeer " + string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Take(1));
        var held = await home.AcquireLockAsync(command, holder => notice($"Waiting: {holder?.ToString() ?? $"{home.Root} is held by another process"}."), cancellationToken);
        return new(runtime, time, notice, held);
    }

    /// <summary>Begins or resumes the one run of an object version, and returns its record when it has ended.</summary>
    public async Task<RunRecord> IngestAsync(RunRecord record, bool verify, CancellationToken cancellationToken)
    {
        var contract = _runtime.Definitions.Datasets.FindAt(record.Dataset, record.Source.Time)
            ?? throw new TerminalException(ProblemCode.UnknownDataset, $"Run {record.Id} is of the dataset {record.Dataset}, for which there is no contract now.");
        var fingerprint = $"{Fingerprint.OfProgram}-{contract.Hash}-{_runtime.Settings.ChunkBytes}-{_runtime.Settings.Workers}";
        if (record.ContractVersion != contract.Version || _orchestrator.StateOf(InstanceOf(record), fingerprint) == JournalState.Foreign)
        {
            _notice($"Run {record.Id} was begun by another version of duffbeer or of the contract; it starts again.");
            _orchestrator.Discard(InstanceOf(record));
            record = await _runtime.Starts.AgainAsync(record, contract, cancellationToken);
        }

        var input = new IngestFile.Input(record.Id, record.Attempt, verify);
        var outcome = await _orchestrator.RunAsync(IngestFile.Name, InstanceOf(record), fingerprint, input, cancellationToken);
        outcome.Unwrap();
        return await _runtime.Runs.GetAsync(record.Id, cancellationToken);
    }

    /// <summary>A new attempt of a run; one that is still unfinished goes on instead.</summary>
    public async Task<RunRecord> ReplayAsync(RunRecord record, CancellationToken cancellationToken)
    {
        if (record.Status != RunStatus.Running && _runtime.Definitions.Datasets.FindAt(record.Dataset, record.Source.Time) is { } contract)
            record = await _runtime.Starts.AgainAsync(record, contract, cancellationToken);
        return await IngestAsync(record, verify: false, cancellationToken);
    }

    /// <summary>Goes on with every run that a crash or Ctrl-C left, but the one that is asked for anyway.</summary>
    public async Task FinishOthersAsync(string? but, CancellationToken cancellationToken)
    {
        foreach (var record in await LeftOversAsync(cancellationToken))
        {
            if (record.Id == but)
                continue;
            _notice($"Run {record.Id} of {record.Source.Key} was left unfinished.");
            var ended = await IngestAsync(record, verify: false, cancellationToken);
            _notice($"Run {record.Id}: {ended.Status}{(ended.Problem is { } problem ? $", {problem.Message}" : "")}.");
        }
    }

    /// <summary>The runs that a crash or Ctrl-C left; journals that nobody will come back to are discarded.</summary>
    public async Task<IReadOnlyList<RunRecord>> LeftOversAsync(CancellationToken cancellationToken)
    {
        var left = new List<RunRecord>();
        foreach (var unfinished in _orchestrator.Unfinished())
        {
            // A refresh begins anew: what it would build follows from the lake alone.
            var record = unfinished.Orchestration == RefreshModels.Name.Value ? null : await _runtime.Runs.FindAsync(RunOf(unfinished.InstanceId), cancellationToken);
            var own = record is not null && InstanceOf(record) == unfinished.InstanceId ? record : null;
            // Cut off between its end and its journal's, so perhaps before anybody was told.
            if (own is { Status: RunStatus.Completed or RunStatus.Failed })
                await ConcludeRun.TellAsync(_runtime.Events, own, cancellationToken);
            if (own is not { Status: RunStatus.Running or RunStatus.Suspended })
                _orchestrator.Discard(unfinished.InstanceId);
            else if (own.Status == RunStatus.Running)
                left.Add(own);
        }

        return left;
    }

    public async Task<RefreshModels.Result> RefreshAsync(RefreshRequest request, CancellationToken cancellationToken)
    {
        var id = TimeId.After((await _runtime.Snapshots.NewestAsync(cancellationToken))?.Id, _time.GetUtcNow());
        var outcome = await _orchestrator.RunAsync(
            RefreshModels.Name, $"refresh-{id}", Fingerprint.OfProgram, new(id, request.Models, request.Settings), cancellationToken);
        return outcome.Unwrap();
    }

    public void Dispose()
    {
        _orchestrator.Dispose();
        _lock.Dispose();
    }

    static string InstanceOf(RunRecord record) => IngestFile.InstanceOf(record.Id, record.Attempt);

    static string RunOf(string instanceId) => instanceId[..instanceId.LastIndexOf("-a", StringComparison.Ordinal)];
}
