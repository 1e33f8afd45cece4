using System.Text.Json.Serialization;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Forget;

/// <summary>
/// Erases rows from everything that a lake and its landing hold: rewrites their files and begins new attempts of the runs of these; then,
/// when these attempts have ended and the models are refreshed, deletes what still has the rows.
/// </summary>
/// <remarks>
/// Two orchestrations, because the host ingests and refreshes between them as it always does. The plan is a document and each step may be
/// repeated, so an erasure that was interrupted goes on from its beginning. If a step fails, it stays under way until it is tried again.
/// </remarks>
public static class ForgetRows
{
    /// <param name="Source">0-based place in <see cref="ForgetPlan.Sources"/>.</param>
    public sealed record SourceInput(string Id, int Source);

    /// <param name="Problem">Why nothing was changed; null if the files are rewritten.</param>
    /// <param name="Runs">
    /// Runs with new attempts, in the order in which they are ingested. Once these have ended there may be more: the host runs this again
    /// until none is under way.
    /// </param>
    public sealed record Erased(IReadOnlyList<string> Runs, Problem? Problem);

    /// <param name="Area">What is deleted.</param>
    public sealed record AreaInput(string Id, ForgetArea Area);

    /// <param name="Deleted">Deleted objects.</param>
    public sealed record Ending(string Id, long Deleted, Problem? Problem, [property: JsonConverter(typeof(PackedCost))] CostDrivers Cost);

    /// <param name="Rows">Erased rows of files.</param>
    /// <param name="Files">Files that were rewritten.</param>
    /// <param name="Runs">Runs that were ingested again.</param>
    /// <param name="Objects">Deleted objects.</param>
    /// <param name="Problem">Why nothing was done; null if all was.</param>
    public sealed record Result(long Rows, int Files, int Runs, long Objects, Problem? Problem)
    {
        /// <summary>Files that cannot be read as CSV: what is in them stays.</summary>
        public IReadOnlyList<string> Unreadable { get; init; } = [];

        /// <summary>Null if it could not be priced.</summary>
        public RunCost? Cost { get; init; }
    }

    public static readonly OrchestrationName<string, Erased> Name = new(nameof(ForgetRows));
    public static readonly OrchestrationName<string, Result> Purge = new("PurgeForgotten");
    public static readonly ActivityName<string, Costed<int>> Plan = new(nameof(PlanForget));
    public static readonly ActivityName<SourceInput, Costed<string?>> Source = new(nameof(EraseSource));
    public static readonly ActivityName<string, Costed<bool>> Close = new(nameof(CloseForgotten));
    public static readonly ActivityName<AreaInput, Costed<long>> Delete = new(nameof(DeleteForgotten));
    public static readonly ActivityName<Ending, Result> End = new(nameof(EndForget));

    /// <summary>The instance that rewrites files.</summary>
    public static string InstanceOf(string id) => $"forget-{id}";

    /// <summary>The instance that deletes.</summary>
    public static string PurgeOf(string id) => $"forget-{id}-purge";

    /// <param name="id">Of the record that <see cref="ForgetRecords.BeginAsync"/> made.</param>
    public static async Task<Erased> RunAsync(IOrchestrationContext context, string id)
    {
        var calls = new CostedCalls(context);
        int sources;
        try
        {
            sources = await calls.CallAsync(Plan, id);
        }
        catch (TerminalException terminal)
        {
            await context.CallAsync(End, new(id, 0, terminal.ToProblem(), calls.Cost));
            return new([], terminal.ToProblem());
        }

        var runs = new List<string>();
        for (var source = 0; source < sources; source++)
        {
            if (await calls.CallAsync(Source, new(id, source)) is { } run)
                runs.Add(run);
        }

        await calls.CallAsync(Delete, new(id, ForgetArea.Exports));
        return new(runs, null);
    }

    /// <param name="id">Of an erasure whose runs have ended, after a refresh.</param>
    public static async Task<Result> PurgeAsync(IOrchestrationContext context, string id)
    {
        var (calls, deleted) = (new CostedCalls(context), 0L);
        if (await calls.CallAsync(Close, id))
        {
            foreach (var area in ForgetAreas.AfterRefresh)
                deleted += await calls.CallAsync(Delete, new(id, area));
        }

        return await context.CallAsync(End, new(id, deleted, null, calls.Cost));
    }
}

/// <summary>What an erasure deletes at a time. The names are part of journals.</summary>
public enum ForgetArea
{
    /// <summary>Exported reports; the refresh writes those of the day again.</summary>
    Exports,

    /// <summary>Older snapshots, and those beside them.</summary>
    Snapshots,

    /// <summary>Versions of models that the snapshot does not show.</summary>
    Models,

    /// <summary>Records of earlier refreshes, and plans of maintenance.</summary>
    Records,

    /// <summary>Documents of batches, corrected rows, results and plans of earlier attempts.</summary>
    Runs,

    /// <summary>Lists of published runs and of packs.</summary>
    Lists,

    /// <summary>Parts, rejects and keys of rows.</summary>
    Rows,

    /// <summary>Snapshots of the Iceberg table, with their files.</summary>
    Table,
}

static class ForgetAreas
{
    /// <summary>Documents go before the files that they name.</summary>
    public static readonly IReadOnlyList<ForgetArea> AfterRefresh =
    [
        ForgetArea.Snapshots, ForgetArea.Models, ForgetArea.Records, ForgetArea.Runs, ForgetArea.Table, ForgetArea.Lists, ForgetArea.Rows,
    ];
}
