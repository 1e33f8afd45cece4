using System.Text.Json.Serialization;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>Brings the models up to date: plan, build wave by wave, audit, swap, export.</summary>
public static class RefreshModels
{
    /// <param name="Snapshot">Id of the snapshot that is to come.</param>
    /// <param name="Asked">Models to build whether changed or not.</param>
    /// <param name="Settings">Settings to change, by name, from this snapshot on; an empty text returns to the default.</param>
    public sealed record Input(string Snapshot, IReadOnlyList<string> Asked, IReadOnlyDictionary<string, string> Settings);

    /// <param name="Snapshot">Null where nothing had changed, or the refresh failed: readers see what they saw before.</param>
    public sealed record Result(string? Snapshot, int Models, Problem? Problem)
    {
        /// <summary>The snapshot is built but not shown: readers are pinned to another.</summary>
        public bool IsHeld { get; init; }

        /// <summary>Keys of the reports written as CSV.</summary>
        public IReadOnlyList<string> Exports { get; init; } = [];

        /// <summary>Why they could not be written; the snapshot is shown all the same, and the next refresh tries again.</summary>
        public Problem? ExportProblem { get; init; }

        /// <summary>Why the catalog could not be pointed at the snapshot; readers of ours see it all the same, and the next refresh tries again.</summary>
        public Problem? CatalogProblem { get; init; }

        /// <summary>What the refresh took; null where nobody could say, and in records of before this was kept.</summary>
        public RunCost? Cost { get; init; }
    }

    /// <summary>Names of the models to build, in waves; all data is in the refresh plan in the lake.</summary>
    /// <param name="IsChange">Readers will see something else than before: models, or settings that only reports read.</param>
    public sealed record Planned(IReadOnlyList<IReadOnlyList<string>> Waves, bool IsChange);

    /// <param name="Date">Day (UTC) of the refresh, which the exports are filed under.</param>
    /// <param name="OnlyMissing">Nothing has changed: only what the day lacks is written.</param>
    /// <param name="Refresh">Id of the snapshot that the refresh was to build.</param>
    public sealed record ExportInput(DateOnly Date, bool OnlyMissing, string Refresh = "");

    /// <param name="OnlyIfBehind">Nothing has changed: only a catalog that an earlier refresh failed to point is pointed.</param>
    public sealed record CatalogInput(string Snapshot, bool OnlyIfBehind);

    public sealed record ModelInput(string Snapshot, string Model);

    /// <summary>What the calls of a refresh cost.</summary>
    public sealed record Spent(string Snapshot, [property: JsonConverter(typeof(PackedCost))] CostDrivers Cost);

    public static readonly OrchestrationName<Input, Result> Name = new(nameof(RefreshModels));
    public static readonly ActivityName<Input, Costed<Planned>> Plan = new("PlanRefresh");
    public static readonly ActivityName<ModelInput, Costed<long>> Build = new("BuildModel");
    public static readonly ActivityName<ModelInput, Costed<int>> Audit = new("AuditModel");
    public static readonly ActivityName<Input, Costed<bool>> Swap = new("SwapSnapshot");
    public static readonly ActivityName<CatalogInput, Costed<bool>> Catalog = new(nameof(PointCatalog));
    public static readonly ActivityName<ExportInput, Costed<IReadOnlyList<string>>> Export = new("ExportReports");
    public static readonly ActivityName<Spent, RunCost> Price = new(nameof(PriceRefresh));

    public static async Task<Result> RunAsync(IOrchestrationContext context, Input refresh)
    {
        var calls = new CostedCalls(context);
        var result = await RefreshAsync(context, calls, refresh);
        return result with { Cost = await CostAsync(context, new(refresh.Snapshot, calls.Cost)) };
    }

    static async Task<Result> RefreshAsync(IOrchestrationContext context, CostedCalls calls, Input refresh)
    {
        Result result;
        bool isNew;
        try
        {
            (result, isNew) = await BuildAsync(calls, refresh);
        }
        catch (TerminalException terminal)
        {
            return new(null, 0, terminal.ToProblem());
        }

        // Readers see the result whether or not these succeed. Their problems are told; the next refresh tries them again.
        var (_, catalogProblem) = await TryAsync(calls.CallAsync(Catalog, new(refresh.Snapshot, OnlyIfBehind: !isNew)));
        var date = DateOnly.FromDateTime(context.Now.UtcDateTime);
        var (exports, exportProblem) = await TryAsync(calls.CallAsync(Export, new(date, OnlyMissing: !isNew || result.IsHeld, refresh.Snapshot)));
        return result with { CatalogProblem = catalogProblem, Exports = exports ?? [], ExportProblem = exportProblem };
    }

    static async Task<(Result Result, bool IsNew)> BuildAsync(CostedCalls calls, Input refresh)
    {
        var (waves, isChange) = await calls.CallAsync(Plan, refresh);
        if (!isChange)
            return (new(null, 0, null), false);

        foreach (var wave in waves)
            await calls.CallAllAsync(Build, wave.Select(model => new ModelInput(refresh.Snapshot, model)));
        var built = waves.SelectMany(wave => wave).ToList();
        await calls.CallAllAsync(Audit, built.Select(model => new ModelInput(refresh.Snapshot, model)));

        // Until here readers see the snapshot before; this step shows the new one at once.
        var isShown = await calls.CallAsync(Swap, refresh);
        return (new(refresh.Snapshot, built.Count, null) { IsHeld = !isShown }, true);
    }

    static async Task<(T? Value, Problem? Problem)> TryAsync<T>(Task<T> call)
    {
        try
        {
            return (await call, null);
        }
        catch (TerminalException terminal)
        {
            return (default, terminal.ToProblem());
        }
    }

    /// <summary>Null where it could not be priced: the refresh is what it is all the same.</summary>
    static async Task<RunCost?> CostAsync(IOrchestrationContext context, Spent spent) => (await TryAsync(context.CallAsync(Price, spent))).Value;
}
