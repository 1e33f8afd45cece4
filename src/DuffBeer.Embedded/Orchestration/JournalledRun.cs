using System.Text.Json;
using System.Threading.Channels;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.Orchestration;

/// <summary>One top-level run: replays the journal in its order, then makes the open calls and records their results.</summary>
/// <remarks>
/// The orchestration receives a result only once it is on disk, and always one at a time, so a replay passes through the same states.
/// </remarks>
sealed class JournalledRun(
    Journal journal,
    RunStarted start,
    CallTable calls,
    ActivityWorkers workers,
    TimeProvider time,
    IProgress<RunEvent>? observer)
{
    // The platform's timers take at most 49 days.
    static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    const int LongestInstanceId = 100;

    /// <summary>What a timer returns.</summary>
    static readonly JsonElement s_nothing = JsonElement.Parse("null");

    readonly OrchestrationPump _pump = new();
    readonly HashSet<string> _instances = new(StringComparer.Ordinal);
    readonly Dictionary<CallId, PendingCall> _pending = [];
    readonly List<Task> _running = [];
    readonly Channel<CallEnded> _ended = Channel.CreateUnbounded<CallEnded>(new() { SingleReader = true });

    // Set once the journal is replayed; until then calls are only noted.
    CancellationToken? _live;

    public CallTable Calls => calls;

    public DateTimeOffset Now { get; private set; } = start.At;

    /// <summary>Runs to the end. After a cancellation the journal has all calls that ended before it.</summary>
    public async Task<Outcome<JsonElement>> ExecuteAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await Outcome.OfAsync(OrchestrateAsync(stop.Token));
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(_running);
            if (cancellationToken.IsCancellationRequested)
                journal.Append([.. TakeEnded()]);
        }
    }

    public JournalledContext CreateContext(string instanceId)
    {
        if (instanceId.Length is 0 or > LongestInstanceId || instanceId.Any(c => c is < ' ' or > '~'))
            throw new TerminalException(
                ProblemCode.Internal, $"The instance id {instanceId} is not 1 to {LongestInstanceId} printable ASCII characters.");
        if (!_instances.Add(instanceId))
            throw new TerminalException(ProblemCode.Internal, $"The instance id {instanceId} is used twice in one run.");
        return new(this, instanceId);
    }

    public Task<JsonElement> Schedule(PendingCall call)
    {
        _pending.Add(call.Id, call);
        if (_live is { } cancellationToken)
            Begin(call, cancellationToken);
        return call.Result;
    }

    public Task<JsonElement> WorkAsync(
        string instanceId, string call, Func<CancellationToken, Task<JsonElement>> activity, RetryPolicy retry,
        CancellationToken cancellationToken) =>
        workers.RunAsync(
            activity,
            retry,
            attempt => observer?.Report(new CallBegan(start.InstanceId, instanceId, call, attempt)),
            (attempt, failure, wait) => observer?.Report(new CallRetried(start.InstanceId, instanceId, call, attempt, failure, wait)),
            cancellationToken);

    public async Task<JsonElement> WaitAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        while (due - time.GetUtcNow() is var left && left > TimeSpan.Zero)
            await Task.Delay(left < s_longestWait ? left : s_longestWait, time, cancellationToken);
        return s_nothing;
    }

    public void SetStatus(string instanceId, object? status) =>
        observer?.Report(new StatusChanged(start.InstanceId, instanceId, status, Replayed: _live is null));

    public void VerifyIsOrchestrating()
    {
        if (!_pump.IsCurrent)
            throw Strayed();
    }

    async Task<JsonElement> OrchestrateAsync(CancellationToken cancellationToken)
    {
        var body = calls.Orchestration(start.Orchestration);
        Task<JsonElement> orchestration = null!;
        _pump.Run(() => orchestration = body(CreateContext(start.InstanceId), start.Input));

        foreach (var recorded in journal.Entries.OfType<CallEnded>().ToList())
        {
            if (orchestration.IsCompleted)
                break;
            Deliver(recorded, replayed: true);
        }

        _live = cancellationToken;
        foreach (var call in _pending.Values.ToList())
            Begin(call, cancellationToken);

        while (!orchestration.IsCompleted)
        {
            if (_pump.HasStrayed || _pending.Count == 0)
                throw Strayed();
            await _ended.Reader.WaitToReadAsync(cancellationToken);
            var ended = TakeEnded().ToList();
            journal.Append(ended);
            foreach (var result in ended.TakeWhile(_ => !orchestration.IsCompleted))
                Deliver(result, replayed: false);
        }

        return await ResultOfAsync(orchestration);
    }

    void Deliver(CallEnded ended, bool replayed)
    {
        if (!_pending.Remove(ended.Id, out var call) || call.Call != ended.Call || call.InputHash != ended.InputHash)
        {
            var found = call is null ? "no such call" : call.Call == ended.Call ? "another input" : call.Call;
            throw new TerminalException(ProblemCode.Internal,
                $"{start.Orchestration} is not deterministic: its journal has {ended.Call} as call {ended.Id}, the replay has {found}. "
                    + "Start the run again.");
        }

        Now = ended.At;
        observer?.Report(new CallSettled(start.InstanceId, ended.Id.InstanceId, ended.Call, replayed, ended.Problem));
        _pump.Run(() => call.Settle(ended));
    }

    void Begin(PendingCall call, CancellationToken cancellationToken) => _running.Add(EndAsync(call, cancellationToken));

    async Task EndAsync(PendingCall call, CancellationToken cancellationToken)
    {
        // Leaves the pump: the work continues on the thread pool.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Outcome<JsonElement> outcome;
        try
        {
            outcome = await Outcome.OfAsync(call.Work(cancellationToken));
        }
        catch (Exception failure)
        {
            outcome = new(default, new(ProblemCode.Internal, $"{failure.GetType().Name}: {failure.Message}"));
        }

        // A cancelled call has not failed; it is made again.
        if (outcome.Problem is null)
            _ended.Writer.TryWrite(new(call.Id, call.Call, call.InputHash, outcome.Value, null, default));
        else if (!cancellationToken.IsCancellationRequested)
            _ended.Writer.TryWrite(new(call.Id, call.Call, call.InputHash, null, outcome.Problem, default));
    }

    // A result gets its time when it is taken, never before its predecessor's.
    IEnumerable<CallEnded> TakeEnded()
    {
        var last = journal.Entries[^1].At;
        while (_ended.Reader.TryRead(out var ended))
        {
            var now = time.GetUtcNow();
            last = now > last ? now : last;
            yield return ended with { At = last };
        }
    }

    static async Task<JsonElement> ResultOfAsync(Task<JsonElement> orchestration)
    {
        try
        {
            return await orchestration;
        }
        catch (Exception failure) when (failure is not TerminalException)
        {
            throw new TerminalException(
                (failure as RunException)?.Code ?? ProblemCode.Internal, $"{failure.GetType().Name}: {failure.Message}", failure);
        }
    }

    TerminalException Strayed() =>
        new(ProblemCode.Internal, $"{start.Orchestration} awaited something outside its context, which cannot be replayed.");
}
