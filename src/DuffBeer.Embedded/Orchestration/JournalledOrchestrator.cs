using System.Text.Json;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.Orchestration;

/// <summary>
/// Durable orchestrations in one process, with one journal per run in a folder; in the cloud, Durable Functions does this.
/// </summary>
public sealed class JournalledOrchestrator : IDisposable
{
    const string Extension = ".journal";

    readonly string _folder;
    readonly CallTable _calls;
    readonly ActivityWorkers _workers;
    readonly TimeProvider _time;
    readonly IProgress<RunEvent>? _observer;

    public JournalledOrchestrator(OrchestratorOptions options)
    {
        _folder = Path.GetFullPath(options.JournalFolder);
        _calls = new(options.Json);
        _workers = new(options.Parallelism, options.Time, options.Random);
        _time = options.Time;
        _observer = options.Observer;
    }

    public void Register<TInput, TOutput>(ActivityName<TInput, TOutput> name, IActivity<TInput, TOutput> activity) =>
        _calls.Add(name, activity);

    public void Register<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> name, Func<IOrchestrationContext, TInput, Task<TOutput>> orchestration) =>
        _calls.Add(name, orchestration);

    /// <summary>Runs an orchestration to its end. If a journal exists, it resumes from there with the original input.</summary>
    /// <remarks>
    /// A cancellation is thrown once the running activities have stopped; it keeps the journal. A journal that cannot be written throws
    /// <see cref="TransientException"/> and is kept too. A run that another process is running, or whose journal is
    /// <see cref="JournalState.Foreign"/>, throws <see cref="TerminalException"/> with <c>BadRequest</c>.
    /// </remarks>
    public async Task<Outcome<TOutput>> RunAsync<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> name, string instanceId, string fingerprint, TInput input, CancellationToken cancellationToken)
    {
        var outcome = await RunAsync(new(name.Value, instanceId, fingerprint, _calls.Write(input), _time.GetUtcNow()), cancellationToken);
        return outcome.Problem is null ? new(_calls.Read<TOutput>(outcome.Value), null) : new(default, outcome.Problem);
    }

    /// <summary>Runs that a crash or a cancellation interrupted and that are not running now, oldest first.</summary>
    public IReadOnlyList<UnfinishedRun> Unfinished() => FileFailure.Guard(_folder, () => (IReadOnlyList<UnfinishedRun>)
    [
        .. from path in Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder, "*" + Extension, SearchOption.AllDirectories) : []
           let start = Journal.Peek(path)
           where start is not null
           orderby start.At, start.InstanceId
           select new UnfinishedRun(start.Orchestration, start.InstanceId, start.Fingerprint, start.Input, start.At),
    ]);

    /// <summary>The journal that a start of this run would find.</summary>
    public JournalState StateOf(string instanceId, string fingerprint) => FileFailure.Guard(PathOf(instanceId), () =>
        Journal.Peek(PathOf(instanceId)) is not { } start ? JournalState.None
        : start.Fingerprint == fingerprint ? JournalState.Resumable
        : JournalState.Foreign);

    /// <summary>Deletes what a crash left of a run, so that it can start anew.</summary>
    public void Discard(string instanceId) => FileFailure.Guard(PathOf(instanceId), () =>
    {
        using var journal = Journal.TryOpen(PathOf(instanceId)) ?? throw UnderWay(instanceId);
        journal.Delete();
    });

    public void Dispose() => _workers.Dispose();

    async Task<Outcome<JsonElement>> RunAsync(RunStarted wanted, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(wanted.InstanceId);
        try
        {
            using var journal = await OpenAsync(path, wanted.InstanceId, cancellationToken);
            if (journal.Entries.Count == 0)
                journal.Append(wanted);
            var start = (RunStarted)journal.Entries[0];
            if (start.Fingerprint != wanted.Fingerprint || start.Orchestration != wanted.Orchestration)
                throw new TerminalException(
                    ProblemCode.BadRequest,
                    $"The journal of {wanted.InstanceId} belongs to another program or contract. Discard it and begin a new attempt.");

            _observer?.Report(new RunBegan(start.InstanceId, start.Orchestration, journal.Entries.Count - 1));
            var outcome = await new JournalledRun(journal, start, _calls, _workers, _time, _observer).ExecuteAsync(cancellationToken);
            journal.Delete();
            return outcome;
        }
        catch (Exception exception) when (FileFailure.Is(exception))
        {
            throw FileFailure.Of(exception, path);
        }
    }

    // Another process may have it open for a moment to list unfinished runs.
    static async Task<Journal> OpenAsync(string path, string instanceId, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < 10; tries++)
        {
            if (Journal.TryOpen(path) is { } journal)
                return journal;
            await Task.Delay(50, cancellationToken);
        }

        throw UnderWay(instanceId);
    }

    string PathOf(string instanceId) => Path.Combine(_folder, KeyPath.OfObject(instanceId + Extension));

    static TerminalException UnderWay(string instanceId) => new(ProblemCode.BadRequest, $"The run {instanceId} is under way already.");
}
