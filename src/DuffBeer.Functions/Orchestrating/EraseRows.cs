using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Forget;
using Microsoft.DurableTask;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>
/// Erases rows: files are rewritten, their runs are ingested again and the models refreshed, each as always; then what still has the rows
/// is deleted. An erasure has one instance.
/// </summary>
/// <remarks>
/// Everything it does may be repeated, so an instance that was lost starts again from its beginning. What no retry cures ends the instance
/// and is noted in the erasure's record; the clock starts it again.
/// </remarks>
public static class EraseRows
{
    public const string Name = "EraseRows";

    /// <summary>Starts the attempts that were begun; true if there are some.</summary>
    public static readonly ActivityName<string, bool> Ingest = new("IngestErased");

    /// <summary>Whether one of these attempts has not ended.</summary>
    public static readonly ActivityName<string, bool> IsIngesting = new("IsErasedIngesting");

    /// <summary>Requests a refresh and returns its id; null if there is no snapshot.</summary>
    public static readonly ActivityName<string, string?> Refresh = new("RefreshErased");

    /// <summary>Whether the refresh has not ended; it fails if the refresh did.</summary>
    public static readonly ActivityName<string, bool> IsRefreshing = new("IsErasedRefreshing");

    /// <summary>Drops what this process keeps of rows.</summary>
    public static readonly ActivityName<string, bool> Drop = new("DropErased");

    public static readonly ActivityName<Halted, bool> Halt = new("HaltErasure");

    /// <summary>The pauses between looks grow, so that the history stays small.</summary>
    static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    /// <param name="Why">Why the erasure does not go on.</param>
    public sealed record Halted(string Id, Problem Why);

    public static string InstanceOf(string id) => $"erase-{id}";

    public static async Task RunAsync(TaskOrchestrationContext context, string id)
    {
        var calls = new DurableOrchestration(context);
        try
        {
            // A name of its own each time, because the one before may have ended.
            var erased = await calls.CallSubOrchestrationAsync(
                ForgetRows.Name, id, $"{ForgetRows.InstanceOf(id)}-{context.NewGuid():N}");
            if (erased.Problem is { } refused)
                throw refused.ToException();
            if (erased.Runs.Count > 0 && await calls.CallAsync(Ingest, id))
            {
                await WhileAsync(calls, IsIngesting, id);
                // Other runs may have waited for these.
                context.ContinueAsNew(id, preserveUnprocessedEvents: false);
                return;
            }

            if (await calls.CallAsync(Refresh, id) is { } refresh)
                await WhileAsync(calls, IsRefreshing, refresh);
            await calls.CallSubOrchestrationAsync(ForgetRows.Purge, id, $"{ForgetRows.PurgeOf(id)}-{context.NewGuid():N}");
            await calls.CallAsync(Drop, id);
        }
        catch (TerminalException failure)
        {
            await calls.CallAsync(Halt, new(id, failure.ToProblem()));
        }
    }

    static async Task WhileAsync(DurableOrchestration calls, ActivityName<string, bool> isGoingOn, string input)
    {
        for (var pause = s_firstPause; await calls.CallAsync(isGoingOn, input);)
        {
            await calls.DelayAsync(pause);
            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }
    }
}
