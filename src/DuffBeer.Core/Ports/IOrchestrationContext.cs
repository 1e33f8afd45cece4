namespace DuffBeer.Core.Ports;

/// <summary>An activity's name with its input and output types, so that the compiler checks every call.</summary>
public readonly record struct ActivityName<TInput, TOutput>(string Value);

/// <summary>An orchestration's name with its input and output types.</summary>
public readonly record struct OrchestrationName<TInput, TOutput>(string Value);

/// <summary>Number of tries of a call and the waits between them. Every exception is retried; terminal failures travel as values.</summary>
public sealed record RetryPolicy(int MaxAttempts, TimeSpan FirstInterval, double Backoff = 2, TimeSpan? MaxInterval = null)
{
    /// <summary>Five tries over about 15 seconds, then the run fails.</summary>
    public static readonly RetryPolicy Default = new(5, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1));

    /// <summary>The wait before try number <paramref name="attempt"/> + 1 (1-based), without jitter.</summary>
    public TimeSpan IntervalAfter(int attempt)
    {
        var interval = FirstInterval * Math.Pow(Backoff, attempt - 1);
        return MaxInterval is { } max && interval > max ? max : interval;
    }
}

/// <summary>Everything that an orchestration may touch. It has no I/O, clock or randomness besides, so it can be replayed.</summary>
public interface IOrchestrationContext
{
    /// <summary>At most 100 printable ASCII characters.</summary>
    string InstanceId { get; }

    /// <summary>The time of the last recorded event: the same in every replay.</summary>
    DateTimeOffset Now { get; }

    /// <summary>
    /// Calls an activity at least once. Throws <see cref="Failures.TerminalException"/> for a problem that no retry cures.
    /// </summary>
    Task<TOutput> CallAsync<TInput, TOutput>(ActivityName<TInput, TOutput> activity, TInput input, RetryPolicy? retry = null);

    /// <summary>Runs another orchestration as part of this one; <paramref name="instanceId"/> must be unique within it.</summary>
    Task<TOutput> CallSubOrchestrationAsync<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> orchestration, TInput input, string instanceId);

    Task DelayAsync(TimeSpan delay);

    /// <summary>A small JSON-serialisable value that observers of the run can read.</summary>
    void SetCustomStatus(object? status);
}

/// <summary>One idempotent step: it may run twice, even late.</summary>
public interface IActivity<TInput, TOutput>
{
    Task<TOutput> RunAsync(TInput input, CancellationToken cancellationToken);
}
