namespace DuffBeer.Core.Ports;

/// <summary>An activity's name, carrying its input and output types, so that every call is checked by the compiler.</summary>
public readonly record struct ActivityName<TInput, TOutput>(string Value);

/// <summary>An orchestration's name with its types.</summary>
public readonly record struct OrchestrationName<TInput, TOutput>(string Value);

/// <summary>How often a call is tried, and how long the waits between are. Every exception is retried; terminal failures travel as values.</summary>
public sealed record RetryPolicy(int MaxAttempts, TimeSpan FirstInterval, double Backoff = 2, TimeSpan? MaxInterval = null)
{
    /// <summary>Five tries over some 15 seconds, then the run fails.</summary>
    public static readonly RetryPolicy Default = new(5, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1));

    /// <summary>The wait before try number <paramref name="attempt"/> + 1 (1-based), without jitter.</summary>
    public TimeSpan IntervalAfter(int attempt)
    {
        var interval = FirstInterval * Math.Pow(Backoff, attempt - 1);
        return MaxInterval is { } max && interval > max ? max : interval;
    }
}

/// <summary>All that an orchestration may touch. What is not here (I/O, a clock, chance) it cannot do, so it can be replayed.</summary>
public interface IOrchestrationContext
{
    /// <summary>At most 100 printable ASCII characters.</summary>
    string InstanceId { get; }

    /// <summary>The time of the last recorded event: the same in every replay.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Calls an activity, at least once. A problem that no retry cures is thrown as <see cref="Failures.TerminalException"/>.</summary>
    Task<TOutput> CallAsync<TInput, TOutput>(ActivityName<TInput, TOutput> activity, TInput input, RetryPolicy? retry = null);

    /// <summary>Runs another orchestration as part of this one; <paramref name="instanceId"/> must be unique in it.</summary>
    Task<TOutput> CallSubOrchestrationAsync<TInput, TOutput>(OrchestrationName<TInput, TOutput> orchestration, TInput input, string instanceId);

    Task DelayAsync(TimeSpan delay);

    /// <summary>A small JSON-serialisable value that whoever watches the run can see.</summary>
    void SetCustomStatus(object? status);
}

/// <summary>One repeatable step: may run twice, also late, and then does no harm.</summary>
public interface IActivity<TInput, TOutput>
{
    Task<TOutput> RunAsync(TInput input, CancellationToken cancellationToken);
}
