using DuffBeer.Core.Failures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Calls of the durable client as the core's ports require: safe to repeat, with failures that the core knows.</summary>
static class DurableCalls
{
    /// <summary>Starts an instance unless it is active. Two starts, also concurrent ones, start it once.</summary>
    public static async Task StartAsync(
        this DurableTaskClient client, string orchestration, string instance, object? input, CancellationToken cancellationToken)
    {
        var before = await CallAsync(() => client.GetInstanceAsync(instance, getInputsAndOutputs: false, cancellationToken));
        if (before is { IsCompleted: false })
            return;
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                orchestration, input, new StartOrchestrationOptions(instance), cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Another caller was faster, or only the answer was lost. The exception differs between versions, so the instance decides.
            var after = await CallAsync(() => client.GetInstanceAsync(instance, getInputsAndOutputs: false, cancellationToken));
            if (after is null || (after.IsCompleted && after.CreatedAt == before?.CreatedAt))
                throw Away(failure);
        }
    }

    /// <summary>Changes an active instance. The hub refuses that once the instance has ended or already is as requested.</summary>
    /// <param name="isDone">Whether the instance is as requested.</param>
    public static async Task ChangeAsync(
        this DurableTaskClient client,
        string instance,
        Func<Task> change,
        Func<OrchestrationMetadata, bool> isDone,
        CancellationToken cancellationToken)
    {
        try
        {
            await change();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            var after = await CallAsync(() => client.GetInstanceAsync(instance, getInputsAndOutputs: false, cancellationToken));
            if (after is { IsCompleted: false } && !isDone(after))
                throw Away(failure);
        }
    }

    public static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw Away(failure);
        }
    }

    public static Task CallAsync(Func<Task> call) => CallAsync(async () =>
    {
        await call();
        return true;
    });

    static TransientException Away(Exception failure) => new(
        ProblemCode.EngineUnavailable,
        $"The task hub did not respond: {failure.Message} Try again, and check that its storage account can be reached.",
        failure);
}
