using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using Microsoft.DurableTask;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Lets the Durable Functions runtime drive an orchestration of the core.</summary>
/// <param name="attempt">The attempt whose suspension holds the calls; null for a refresh, which cannot be suspended.</param>
/// <remarks>
/// Our activities and orchestrations return an <see cref="Outcome{T}"/>, because exception types do not survive between processes.
/// </remarks>
sealed class DurableOrchestration(TaskOrchestrationContext context, IngestFile.Input? attempt = null) : IOrchestrationContext
{
    /// <summary>The interval between checks of a suspended run grows up to an hour, so that its history stays small.</summary>
    static readonly TimeSpan s_firstCheck = TimeSpan.FromMinutes(2);
    static readonly TimeSpan s_longestCheck = TimeSpan.FromHours(1);

    Task? _resumed;
    Task<bool>? _event;

    public string InstanceId => context.InstanceId;

    public DateTimeOffset Now => new(DateTime.SpecifyKind(context.CurrentUtcDateTime, DateTimeKind.Utc));

    public async Task<TOutput> CallAsync<TInput, TOutput>(
        ActivityName<TInput, TOutput> activity, TInput input, Core.Ports.RetryPolicy? retry = null)
    {
        var options = OptionsOf(retry ?? Core.Ports.RetryPolicy.Default);
        Outcome<TOutput>? outcome;
        while ((outcome = await EndOfAsync(context.CallActivityAsync<Outcome<TOutput>?>(activity.Value, input, options))) is null)
            await ResumedAsync();
        return outcome.Unwrap();
    }

    public Task<TOutput> CallSubOrchestrationAsync<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> orchestration, TInput input, string instanceId) =>
        UnwrapAsync(context.CallSubOrchestratorAsync<Outcome<TOutput>>(
            orchestration.Value, input, new SubOrchestrationOptions(instanceId: instanceId)));

    public Task DelayAsync(TimeSpan delay) => context.CreateTimer(delay, CancellationToken.None);

    public void SetCustomStatus(object? status) => context.SetCustomStatus(status);

    static TaskOptions OptionsOf(Core.Ports.RetryPolicy retry) => TaskOptions.FromRetryPolicy(
        new(retry.MaxAttempts, retry.FirstInterval, retry.Backoff, retry.MaxInterval));

    /// <summary>All held calls of the orchestration wait for one event, and one activity confirms it.</summary>
    async Task ResumedAsync()
    {
        var resumed = _resumed ??= WaitAsync();
        await resumed;
        if (_resumed == resumed)
            _resumed = null;
    }

    async Task WaitAsync()
    {
        var interval = s_firstCheck;
        // First of all: an activity that was held may end after the event.
        while (await IsSuspendedAsync())
        {
            await EventAsync(interval);
            interval = interval * 2 < s_longestCheck ? interval * 2 : s_longestCheck;
        }
    }

    /// <summary>A suspended run outlasts a store that does not answer: it stays suspended until the record says otherwise.</summary>
    async Task<bool> IsSuspendedAsync()
    {
        try
        {
            return await UnwrapAsync(context.CallActivityAsync<Outcome<bool>>(
                Suspension.Activity, attempt, OptionsOf(Core.Ports.RetryPolicy.Default)));
        }
        catch (TerminalException failure) when (failure.Code == ProblemCode.StoreUnavailable)
        {
            return true;
        }
    }

    /// <summary>Waits for the event or a timeout: an event sent before the task hub lists this instance does not reach it.</summary>
    /// <remarks>A timeout keeps the listener, because the engine gives an event to a cancelled one rather than to the next.</remarks>
    async Task EventAsync(TimeSpan longest)
    {
        _event ??= Listen();
        using var arrived = new CancellationTokenSource();
        var timeout = context.CreateTimer(longest, arrived.Token);
        if (await Task.WhenAny(_event, timeout) == timeout)
            return;
        arrived.Cancel();
        // Recovery sends events to runs that are not suspended, too. Those that wait are one.
        do
            _event = Listen();
        while (_event.IsCompleted);
    }

    Task<bool> Listen() => context.WaitForExternalEvent<bool>(Suspension.Resumed);

    static async Task<T> UnwrapAsync<T>(Task<Outcome<T>> call) => (await EndOfAsync(call)).Unwrap();

    /// <summary>A failure that remains after all tries ends the run as a problem, as a terminal failure does.</summary>
    static async Task<T> EndOfAsync<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (TaskFailedException failure)
        {
            throw FailureText.ToTerminal(failure.FailureDetails.ErrorMessage, failure);
        }
    }
}
