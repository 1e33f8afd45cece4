namespace DuffBeer.Embedded.Orchestration;

/// <summary>Progress for the orchestrator's observer, in order for each run, from any thread.</summary>
/// <param name="RunId">Instance id of the top-level orchestration.</param>
public abstract record RunEvent(string RunId);

/// <summary>A run began, or resumed after a crash with this many recorded results.</summary>
public sealed record RunBegan(string RunId, string Orchestration, int RecordedCalls) : RunEvent(RunId);

/// <summary>A try of a call begins; <paramref name="Attempt"/> is 1-based.</summary>
public sealed record CallBegan(string RunId, string InstanceId, string Call, int Attempt) : RunEvent(RunId);

/// <summary>A try failed and will be repeated after a delay.</summary>
public sealed record CallRetried(
    string RunId,
    string InstanceId,
    string Call,
    int Attempt,
    Exception Failure,
    TimeSpan Wait) : RunEvent(RunId);

/// <summary>The orchestration received the call's result; a replayed one comes from the journal.</summary>
public sealed record CallSettled(
    string RunId,
    string InstanceId,
    string Call,
    bool Replayed,
    Core.Failures.Problem? Problem) : RunEvent(RunId);

/// <summary>An orchestration set its custom status; a replay repeats them in order.</summary>
public sealed record StatusChanged(string RunId, string InstanceId, object? Status, bool Replayed) : RunEvent(RunId);
