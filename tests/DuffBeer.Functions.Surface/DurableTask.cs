namespace Microsoft.DurableTask
{
    public readonly struct TaskName(string name)
    {
        public string Name { get; } = name;
        public static implicit operator string(TaskName value) => value.Name;
        public static implicit operator TaskName(string value) => new(value);
    }

    public class RetryPolicy(
        int maxNumberOfAttempts, TimeSpan firstRetryInterval, double backoffCoefficient = 1.0, TimeSpan? maxRetryInterval = null, TimeSpan? retryTimeout = null)
    {
        public int MaxNumberOfAttempts { get; } = maxNumberOfAttempts;
        public TimeSpan FirstRetryInterval { get; } = firstRetryInterval;
        public double BackoffCoefficient { get; } = backoffCoefficient;
        public TimeSpan MaxRetryInterval { get; } = maxRetryInterval ?? TimeSpan.FromHours(1);
        public TimeSpan RetryTimeout { get; } = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    public sealed class TaskRetryOptions(RetryPolicy policy)
    {
        public RetryPolicy? Policy { get; } = policy;
        public static implicit operator TaskRetryOptions(RetryPolicy policy) => new(policy);
    }

    public record TaskOptions(TaskRetryOptions? Retry = null)
    {
        public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new((TaskRetryOptions)policy);
    }

    public record SubOrchestrationOptions : TaskOptions
    {
        public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null) : base(retry) => InstanceId = instanceId;
        public SubOrchestrationOptions(TaskOptions options, string? instanceId = null) : base(options) => InstanceId = instanceId;
        public string? InstanceId { get; init; }
    }

    public record StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null);

    public record TaskFailureDetails(string ErrorType, string ErrorMessage, string? StackTrace, TaskFailureDetails? InnerFailure, IDictionary<string, object?>? Properties);

    public sealed class TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : Exception($"Task '{taskName}' (#{taskId}) failed with an unhandled exception: {failureDetails.ErrorMessage}")
    {
        public string TaskName { get; } = taskName;
        public int TaskId { get; } = taskId;
        public TaskFailureDetails FailureDetails { get; } = failureDetails;
    }

    public class ContinueAsNewOptions;

    public abstract class TaskOrchestrationContext
    {
        public abstract string InstanceId { get; }
        public abstract DateTime CurrentUtcDateTime { get; }
        public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);
        public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) => CallActivityAsync<TResult>(name, null, options);
        public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null);
        public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) => CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);
        public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) => CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);
        public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);
        public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);
        public abstract void SetCustomStatus(object? customStatus);
        public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);
        public virtual void ContinueAsNew(ContinueAsNewOptions options) => throw new NotSupportedException();
    }

    public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
    {
        public abstract IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default);
    }
}
