using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Refresh;
using Microsoft.DurableTask;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Runs refreshes one at a time: takes the pending request, refreshes, waits for the next. A task hub has one instance.</summary>
/// <remarks>
/// A request is stored in the lake before its event is raised, so continuing as new may drop events: the lake is read next.
/// </remarks>
public static class RefreshTurns
{
    public const string Name = "RefreshTurns";

    public const string Instance = "refresh-turns";

    /// <summary>The event that announces a request.</summary>
    public const string Requested = "Requested";

    /// <summary>
    /// Requests that follow a refresh closely wait as long as it took, at most this long, to be coalesced. A single file does not wait.
    /// </summary>
    static readonly TimeSpan s_longestGather = TimeSpan.FromSeconds(5);
    static readonly TimeSpan s_closely = TimeSpan.FromMinutes(1);
    static readonly TimeSpan s_away = TimeSpan.FromMinutes(1);

    /// <summary>The refresh before: its end and its duration.</summary>
    public sealed record Last(DateTimeOffset Ended, TimeSpan Took);

    /// <param name="last">Null before the first refresh.</param>
    public static async Task RunAsync(TaskOrchestrationContext context, Last? last)
    {
        var calls = new DurableOrchestration(context);
        try
        {
            if (await calls.CallAsync(RefreshRequests.Take, context.InstanceId) is { } turn)
            {
                var began = calls.Now;
                await calls.CallAsync(RefreshRequests.End, new(turn.Request, await RefreshAsync(calls, turn)));
                last = new(calls.Now, calls.Now - began);
            }
            else
            {
                await context.WaitForExternalEvent<bool>(Requested);
                if (last is not null && calls.Now - last.Ended < s_closely)
                    await calls.DelayAsync(last.Took < s_longestGather ? last.Took : s_longestGather);
            }
        }
        catch (TerminalException)
        {
            // The lake cannot be reached; the request stays in it.
            await calls.DelayAsync(s_away);
        }

        context.ContinueAsNew(last, preserveUnprocessedEvents: false);
    }

    static async Task<RefreshModels.Result> RefreshAsync(DurableOrchestration calls, RefreshTurn turn)
    {
        try
        {
            return await calls.CallSubOrchestrationAsync(RefreshModels.Name, turn.Refresh, $"refresh-{turn.Refresh.Snapshot}");
        }
        catch (TerminalException failure)
        {
            return new(null, 0, failure.ToProblem());
        }
    }
}
