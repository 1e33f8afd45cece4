using System.Text.Json.Serialization;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>
/// Deletes what is no longer needed, and merges small files: writes down what goes, lets the Iceberg tables forget it, deletes it page by
/// page, and then writes the rows of many files into few.
/// </summary>
/// <remarks>
/// The plan is a document, and each step may be repeated. So a maintenance that was interrupted goes on with the same plan.
/// </remarks>
public static class MaintainLake
{
    /// <param name="Pages">Pages of objects to delete.</param>
    /// <param name="Tables">Datasets whose Iceberg table forgets snapshots.</param>
    /// <param name="Merges">Sets of files to merge.</param>
    public sealed record Steps(int Pages, IReadOnlyList<string> Tables, int Merges = 0);

    public sealed record TableInput(string Id, string Dataset);

    /// <param name="Page">0-based.</param>
    public sealed record PageInput(string Id, int Page);

    /// <param name="Merge">0-based.</param>
    public sealed record MergeInput(string Id, int Merge);

    /// <param name="Runs">Runs whose rows are in merged files now.</param>
    /// <param name="Files">Files that they were in.</param>
    /// <param name="Into">Files that they are in.</param>
    /// <param name="Bytes">Bytes of the files before.</param>
    public sealed record Merged(long Runs, long Files, long Into, long Bytes)
    {
        public static Merged operator +(Merged left, Merged right) => new(
            left.Runs + right.Runs, left.Files + right.Files, left.Into + right.Into, left.Bytes + right.Bytes);
    }

    /// <param name="Left">Planned objects that stay, because their reason no longer holds.</param>
    public sealed record Deleted(long Objects, long Bytes, long Left)
    {
        public static Deleted operator +(Deleted left, Deleted right) =>
            new(left.Objects + right.Objects, left.Bytes + right.Bytes, left.Left + right.Left);
    }

    /// <param name="Cost">Of all calls before.</param>
    public sealed record Ending(
        string Id, Deleted Deleted, Problem? Problem, [property: JsonConverter(typeof(PackedCost))] CostDrivers Cost)
    {
        /// <summary>Null if nothing was merged.</summary>
        public Merged? Merged { get; init; }
    }

    /// <param name="Objects">Deleted objects.</param>
    /// <param name="Left">Planned objects that stayed, because their reason no longer held.</param>
    /// <param name="Problem">Why it ended early; null if it did all.</param>
    public sealed record Result(long Objects, long Bytes, long Left, Problem? Problem)
    {
        /// <summary>Null if nothing was merged.</summary>
        public Merged? Merged { get; init; }

        /// <summary>Null if it could not be priced.</summary>
        public RunCost? Cost { get; init; }
    }

    public static readonly OrchestrationName<string, Result> Name = new(nameof(MaintainLake));
    public static readonly ActivityName<string, Costed<Steps>> Plan = new(nameof(PlanMaintenance));
    public static readonly ActivityName<TableInput, Costed<bool>> Table = new(nameof(ExpireTable));
    public static readonly ActivityName<PageInput, Costed<Deleted>> Delete = new(nameof(DeleteExpired));
    public static readonly ActivityName<MergeInput, Costed<Merged>> Merge = new(nameof(MergeRuns));
    public static readonly ActivityName<Ending, Result> End = new(nameof(EndMaintenance));

    /// <summary>The instance of a maintenance.</summary>
    public static string InstanceOf(string id) => $"maintain-{id}";

    /// <param name="id">Of the record that <see cref="MaintenanceRecords.BeginAsync"/> made.</param>
    public static async Task<Result> RunAsync(IOrchestrationContext context, string id)
    {
        var calls = new CostedCalls(context);
        var (deleted, merged, problem) = (new Deleted(0, 0, 0), new Merged(0, 0, 0, 0), (Problem?)null);
        try
        {
            var (pages, tables, merges) = await calls.CallAsync(Plan, id);
            await calls.CallAllAsync(Table, tables.Select(dataset => new TableInput(id, dataset)));
            // One after the other: documents go before the files that they name.
            for (var page = 0; page < pages; page++)
                deleted += await calls.CallAsync(Delete, new(id, page));
            for (var merge = 0; merge < merges; merge++)
                merged += await calls.CallAsync(Merge, new(id, merge));
        }
        catch (TerminalException terminal)
        {
            problem = terminal.ToProblem();
        }

        return await context.CallAsync(
            End, new(id, deleted, problem, calls.Cost) { Merged = merged.Runs == 0 ? null : merged });
    }
}
