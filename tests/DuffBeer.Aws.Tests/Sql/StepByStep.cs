using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Tests.Sql;

/// <summary>Runs orchestrations without a journal; retries transient failures, as every orchestrator does.</summary>
sealed class StepByStep(string instanceId, DateTimeOffset now) : IOrchestrationContext
{
    readonly Dictionary<string, object> _calls = [];

    public string InstanceId => instanceId;

    public DateTimeOffset Now => now;

    public void Register<TInput, TOutput>(ActivityName<TInput, TOutput> name, IActivity<TInput, TOutput> activity) =>
        _calls[name.Value] = activity;

    public async Task<TOutput> CallAsync<TInput, TOutput>(ActivityName<TInput, TOutput> activity, TInput input, RetryPolicy? retry = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ((IActivity<TInput, TOutput>)_calls[activity.Value]).RunAsync(input, default);
            }
            catch (TransientException) when (attempt < RetryPolicy.Default.MaxAttempts)
            {
            }
        }
    }

    public Task<TOutput> CallSubOrchestrationAsync<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> orchestration, TInput input, string instanceId) =>
        throw new InvalidOperationException("No sample is so large.");

    public Task DelayAsync(TimeSpan delay) => Task.CompletedTask;

    public void SetCustomStatus(object? status)
    {
    }
}
