using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>Runs orchestrations directly: no journal, no waits, no threads of its own. Retries are real.</summary>
sealed class DirectContext(string instanceId, int tries) : IOrchestrationContext
{
    readonly Dictionary<string, object> _calls = [];

    public string InstanceId => instanceId;

    public DateTimeOffset Now => Home.Now;

    /// <summary>Awaited before and after each call.</summary>
    public Func<Task>? Around { get; init; }

    public void Register<TInput, TOutput>(ActivityName<TInput, TOutput> name, IActivity<TInput, TOutput> activity) =>
        _calls[name.Value] = activity;

    public void Register<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> name, Func<IOrchestrationContext, TInput, Task<TOutput>> orchestration) =>
        _calls[name.Value] = orchestration;

    public async Task<TOutput> CallAsync<TInput, TOutput>(ActivityName<TInput, TOutput> activity, TInput input, RetryPolicy? retry = null)
    {
        if (Around is not null)
            await Around();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var output = await ((IActivity<TInput, TOutput>)_calls[activity.Value]).RunAsync(input, default);
                if (Around is not null)
                    await Around();
                return output;
            }
            catch (TransientException) when (attempt < tries)
            {
            }
            catch (TransientException failure)
            {
                throw new TerminalException(failure.Code, failure.Message, failure);
            }
        }
    }

    public Task<TOutput> CallSubOrchestrationAsync<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> orchestration, TInput input, string instanceId) =>
        ((Func<IOrchestrationContext, TInput, Task<TOutput>>)_calls[orchestration.Value])(this, input);

    public Task DelayAsync(TimeSpan delay) => Task.CompletedTask;

    public void SetCustomStatus(object? status)
    {
    }
}
