using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Refresh;
using Microsoft.DurableTask;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Runs refreshes one at a time, for ever: takes what is asked for, refreshes, waits until somebody asks again. One instance of it is enough for a task hub.</summary>
/// <remarks>
/// An ask lies in the lake before its event is raised. So events may be dropped where an instance goes on as new: what they told of is taken next.
/// </remarks>
public static class RefreshTurns
{
    public const string Name = "RefreshTurns";

    /// <summary>The one instance.</summary>
    public const string Instance = "refresh-turns";

    /// <summary>The event that says that something was asked for.</summary>
    public const string Asked = "Asked";

    /// <summary>Runs seldom come alone: the first one's ask waits so long for those that follow.</summary>
    static readonly TimeSpan s_gather = TimeSpan.FromSeconds(5);
    static readonly TimeSpan s_away = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(TaskOrchestrationContext context)
    {
        var calls = new DurableOrchestration(context);
        try
        {
            if (await calls.CallAsync(RefreshAsks.Take, context.InstanceId) is { } turn)
            {
                await calls.CallAsync(RefreshAsks.End, new(turn.Ask, await RefreshAsync(calls, turn)));
            }
            else
            {
                await context.WaitForExternalEvent<bool>(Asked);
                await calls.DelayAsync(s_gather);
            }
        }
        catch (TerminalException)
        {
            // The lake is away; the ask is still in it.
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
