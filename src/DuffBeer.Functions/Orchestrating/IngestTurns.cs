using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using Microsoft.DurableTask;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Takes the small files of a dataset that wait, and starts batches of them. A dataset has one instance.</summary>
/// <remarks>
/// No file waits for others or for a batch under way: what waits when a turn begins is taken together. A run is recorded before its event
/// is raised, so continuing as new may drop events: the lake is read next.
/// </remarks>
public static class IngestTurns
{
    public const string Name = "IngestTurns";

    /// <summary>The event that announces a waiting run.</summary>
    public const string Waiting = "Waiting";

    public static readonly ActivityName<Turn, Turn> Take = new("TakeWaitingRuns");

    static readonly TimeSpan s_away = TimeSpan.FromMinutes(1);

    /// <param name="UnderWay">Batches that earlier turns started and that may be under way.</param>
    /// <param name="IsMore">More runs waited than a turn takes.</param>
    public sealed record Turn(string Dataset, IReadOnlyList<string> UnderWay, bool IsMore = false);

    public static string InstanceOf(string dataset) => $"ingest-turns-{dataset}";

    public static async Task RunAsync(TaskOrchestrationContext context, Turn turn)
    {
        var calls = new DurableOrchestration(context);
        try
        {
            turn = await calls.CallAsync(Take, turn);
            if (!turn.IsMore)
                await context.WaitForExternalEvent<bool>(Waiting);
        }
        catch (TerminalException)
        {
            // The lake or the task hub cannot be reached; the runs stay recorded.
            await calls.DelayAsync(s_away);
        }

        context.ContinueAsNew(turn, preserveUnprocessedEvents: false);
    }
}
