namespace DuffBeer.Embedded.Orchestration;

/// <summary>What an observer of the orchestrator is told, in order for each run; it may come from any thread.</summary>
/// <param name="RunId">Instance id of the top-level orchestration.</param>
public abstract record RunEvent(string RunId);

/// <summary>A run began, or began again after a crash with the results of so many calls at hand.</summary>
public sealed record RunBegan(string RunId, string Orchestration, int RecordedCalls) : RunEvent(RunId);

/// <summary>A try of a call begins; <paramref name="Attempt"/> is 1-based.</summary>
public sealed record CallBegan(string RunId, string InstanceId, string Call, int Attempt) : RunEvent(RunId);

/// <summary>A try failed and will be repeated after a wait.</summary>
public sealed record CallRetried(string RunId, string InstanceId, string Call, int Attempt, Exception Failure, TimeSpan Wait) : RunEvent(RunId);

/// <summary>The orchestration has the call's result; replayed means from the journal, without a try.</summary>
public sealed record CallSettled(string RunId, string InstanceId, string Call, bool Replayed, Core.Failures.Problem? Problem) : RunEvent(RunId);

/// <summary>An orchestration set its custom status; replayed ones come again in their order.</summary>
public sealed record StatusChanged(string RunId, string InstanceId, object? Status, bool Replayed) : RunEvent(RunId);
