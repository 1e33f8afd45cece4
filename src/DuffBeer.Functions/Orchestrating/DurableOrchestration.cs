using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using Microsoft.DurableTask;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Lets the Durable Functions runtime drive an orchestration of the core.</summary>
/// <remarks>
/// Our activities and orchestrations return an <see cref="Outcome{T}"/>, because exception types do not survive between processes.
/// </remarks>
sealed class DurableOrchestration(TaskOrchestrationContext context) : IOrchestrationContext
{
    public string InstanceId => context.InstanceId;

    public DateTimeOffset Now => new(DateTime.SpecifyKind(context.CurrentUtcDateTime, DateTimeKind.Utc));

    public Task<TOutput> CallAsync<TInput, TOutput>(
        ActivityName<TInput, TOutput> activity, TInput input, Core.Ports.RetryPolicy? retry = null) =>
        UnwrapAsync(context.CallActivityAsync<Outcome<TOutput>>(activity.Value, input, OptionsOf(retry ?? Core.Ports.RetryPolicy.Default)));

    public Task<TOutput> CallSubOrchestrationAsync<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> orchestration, TInput input, string instanceId) =>
        UnwrapAsync(context.CallSubOrchestratorAsync<Outcome<TOutput>>(
            orchestration.Value, input, new SubOrchestrationOptions(instanceId: instanceId)));

    public Task DelayAsync(TimeSpan delay) => context.CreateTimer(delay, CancellationToken.None);

    public void SetCustomStatus(object? status) => context.SetCustomStatus(status);

    static TaskOptions OptionsOf(Core.Ports.RetryPolicy retry) => TaskOptions.FromRetryPolicy(
        new(retry.MaxAttempts, retry.FirstInterval, retry.Backoff, retry.MaxInterval));

    /// <summary>A failure that remains after all tries ends the run as a problem, as a terminal failure does.</summary>
    static async Task<T> UnwrapAsync<T>(Task<Outcome<T>> call)
    {
        try
        {
            return (await call).Unwrap();
        }
        catch (TaskFailedException failure)
        {
            throw FailureText.ToTerminal(failure.FailureDetails.ErrorMessage, failure);
        }
    }
}
