namespace Microsoft.DurableTask
{
    public readonly struct TaskName(string name)
    {
        public string Name { get; } = name;
        public static implicit operator string(TaskName value) => value.Name;
        public static implicit operator TaskName(string value) => string.IsNullOrEmpty(value) ? default : new(value);
    }

    public class RetryPolicy
    {
        // Refuses what theirs refuses: an orchestration with such a policy fails where it makes it.
        public RetryPolicy(
            int maxNumberOfAttempts, TimeSpan firstRetryInterval, double backoffCoefficient = 1.0, TimeSpan? maxRetryInterval = null, TimeSpan? retryTimeout = null)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
            if (maxRetryInterval < firstRetryInterval && maxRetryInterval != Timeout.InfiniteTimeSpan)
                throw new ArgumentOutOfRangeException(nameof(maxRetryInterval));
            if (retryTimeout < firstRetryInterval && retryTimeout != Timeout.InfiniteTimeSpan)
                throw new ArgumentOutOfRangeException(nameof(retryTimeout));
            (MaxNumberOfAttempts, FirstRetryInterval, BackoffCoefficient) = (maxNumberOfAttempts, firstRetryInterval, backoffCoefficient);
            (MaxRetryInterval, RetryTimeout) = (maxRetryInterval ?? TimeSpan.FromHours(1), retryTimeout ?? Timeout.InfiniteTimeSpan);
        }

        public int MaxNumberOfAttempts { get; }
        public TimeSpan FirstRetryInterval { get; }
        public double BackoffCoefficient { get; }
        public TimeSpan MaxRetryInterval { get; }
        public TimeSpan RetryTimeout { get; }
    }

    public sealed class TaskRetryOptions(RetryPolicy policy)
    {
        public RetryPolicy? Policy { get; } = policy;
        public static implicit operator TaskRetryOptions(RetryPolicy policy) => new(policy);
    }

    public record TaskOptions
    {
        public TaskOptions(TaskRetryOptions? retry) : this(retry, null) { }
        public TaskOptions(TaskRetryOptions? retry = null, IDictionary<string, string>? tags = null) => (Retry, Tags) = (retry, tags);
        public TaskOptions(TaskOptions options) => (Retry, Tags) = (options.Retry, options.Tags);
        public TaskRetryOptions? Retry { get; init; }
        public IDictionary<string, string>? Tags { get; init; }
        public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(policy);
        public SubOrchestrationOptions WithInstanceId(string instanceId) => new(this, instanceId);
    }

    public record SubOrchestrationOptions : TaskOptions
    {
        public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null) : base(retry) => InstanceId = instanceId;
        public SubOrchestrationOptions(TaskOptions options, string? instanceId = null) : base(options) => InstanceId = instanceId ?? (options as SubOrchestrationOptions)?.InstanceId;
        public SubOrchestrationOptions(SubOrchestrationOptions options) : base(options) => InstanceId = options.InstanceId;
        public string? InstanceId { get; init; }
    }

    public record StartOrchestrationOptions
    {
        public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null) => (this.InstanceId, this.StartAt) = (InstanceId, StartAt);
        public StartOrchestrationOptions(StartOrchestrationOptions options) => (InstanceId, StartAt) = (options.InstanceId, options.StartAt);
        public string? InstanceId { get; init; }
        public DateTimeOffset? StartAt { get; init; }
    }

    public record TaskFailureDetails(string ErrorType, string ErrorMessage, string? StackTrace, TaskFailureDetails? InnerFailure, IDictionary<string, object?>? Properties);

    public sealed class TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : Exception($"Task '{taskName}' (#{taskId}) failed with an unhandled exception: {failureDetails.ErrorMessage}")
    {
        public string TaskName { get; } = taskName;
        public int TaskId { get; } = taskId;
        public TaskFailureDetails FailureDetails { get; } = failureDetails;
    }

    public class ContinueAsNewOptions
    {
        public object? NewInput { get; set; }
        public bool PreserveUnprocessedEvents { get; set; } = true;
        public string? NewVersion { get; set; }
    }

    public abstract class TaskOrchestrationContext
    {
        public abstract string InstanceId { get; }
        public abstract DateTime CurrentUtcDateTime { get; }
        public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);
        public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) => CallActivityAsync<TResult>(name, null, options);
        public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) => CallActivityAsync<object>(name, input, options);
        public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);
        public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null);
        public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) => CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);
        public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) => CallSubOrchestratorAsync<object>(orchestratorName, input, options);
        public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) => CallSubOrchestratorAsync(orchestratorName, null, options);
        public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) => CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);
        public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);
        public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);
        public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) => WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);
        public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotSupportedException();
        public abstract void SetCustomStatus(object? customStatus);
        public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);
        public virtual void ContinueAsNew(ContinueAsNewOptions options) => ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    public sealed class Page<T>(IReadOnlyList<T> values, string? continuationToken = null)
        where T : notnull
    {
        public IReadOnlyList<T> Values { get; } = values;
        public string? ContinuationToken { get; } = continuationToken;
    }

    public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
        where T : notnull
    {
        public abstract IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = default, int? pageSizeHint = default);

        public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            await foreach (var page in AsPages().WithCancellation(cancellationToken))
            {
                foreach (var value in page.Values)
                    yield return value;
            }
        }
    }
}
