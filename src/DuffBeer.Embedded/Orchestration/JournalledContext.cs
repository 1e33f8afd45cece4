using System.Security.Cryptography;
using System.Text;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.Orchestration;

/// <summary>The context of one orchestration of a run: numbers its calls and passes them to the run.</summary>
sealed class JournalledContext(JournalledRun run, string instanceId) : IOrchestrationContext
{
    const string Timer = "(timer)";

    int _calls;

    public string InstanceId { get; } = instanceId;

    public DateTimeOffset Now => run.Now;

    public async Task<TOutput> CallAsync<TInput, TOutput>(ActivityName<TInput, TOutput> activity, TInput input, RetryPolicy? retry = null)
    {
        run.VerifyIsOrchestrating();
        var written = run.Calls.Write(input);
        var work = run.Calls.Activity(activity.Value);
        var result = await run.Schedule(new(NextId(), activity.Value, Hash(written.GetRawText()),
            cancellationToken =>
                run.WorkAsync(InstanceId, activity.Value, token => work(written, token), retry ?? RetryPolicy.Default, cancellationToken)));
        return run.Calls.Read<TOutput>(result);
    }

    /// <remarks>It shares this run's journal; its result follows from its calls' results and is not recorded.</remarks>
    public async Task<TOutput> CallSubOrchestrationAsync<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> orchestration, TInput input, string instanceId)
    {
        run.VerifyIsOrchestrating();
        var body = run.Calls.Orchestration(orchestration.Value);
        try
        {
            return run.Calls.Read<TOutput>(await body(run.CreateContext(instanceId), run.Calls.Write(input)));
        }
        catch (Exception failure) when (failure is not TerminalException)
        {
            throw new TerminalException((failure as RunException)?.Code ?? ProblemCode.Internal, failure.Message, failure);
        }
    }

    public async Task DelayAsync(TimeSpan delay)
    {
        run.VerifyIsOrchestrating();
        var due = Now + delay;
        await run.Schedule(new(NextId(), Timer, Hash(due.ToString("O")), cancellationToken => run.WaitAsync(due, cancellationToken)));
    }

    public void SetCustomStatus(object? status) => run.SetStatus(InstanceId, status);

    CallId NextId() => new(InstanceId, _calls++);

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
