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

    /// <summary>Delay after the first request, to coalesce the requests of other runs that complete.</summary>
    static readonly TimeSpan s_gather = TimeSpan.FromSeconds(5);
    static readonly TimeSpan s_away = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(TaskOrchestrationContext context)
    {
        var calls = new DurableOrchestration(context);
        try
        {
            if (await calls.CallAsync(RefreshRequests.Take, context.InstanceId) is { } turn)
            {
                await calls.CallAsync(RefreshRequests.End, new(turn.Request, await RefreshAsync(calls, turn)));
            }
            else
            {
                await context.WaitForExternalEvent<bool>(Requested);
                await calls.DelayAsync(s_gather);
            }
        }
        catch (TerminalException)
        {
            // The lake cannot be reached; the request stays in it.
            await calls.DelayAsync(s_away);
        }

        context.ContinueAsNew(preserveUnprocessedEvents: false);
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
