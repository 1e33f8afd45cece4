using System.Text.Json.Serialization;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>
/// Brings the models up to date: plan, build wave by wave, audit, swap, export. With a name, nothing is swapped or exported.
/// </summary>
public static class RefreshModels
{
    /// <param name="Snapshot">Id of the new snapshot.</param>
    /// <param name="Asked">Models to build whether changed or not.</param>
    /// <param name="Settings">Settings to change from this snapshot on, by name; an empty text restores the default.</param>
    public sealed record Input(string Snapshot, IReadOnlyList<string> Asked, IReadOnlyDictionary<string, string> Settings)
    {
        /// <summary>Id of the refresh's record; null in inputs of older versions.</summary>
        public string? Request { get; init; }

        /// <summary>See <see cref="RefreshRequest.Plan"/>.</summary>
        public string? Plan { get; init; }

        /// <summary>See <see cref="RefreshRequest.Into"/>.</summary>
        public string? Into { get; init; }

        public static Input Of(string snapshot, string id, RefreshRequest request) =>
            new(snapshot, request.Models, request.Settings) { Request = id, Plan = request.Plan, Into = request.Into };

        public RefreshRequest ToRequest() => new(Asked, Settings) { Plan = Plan, Into = Into };
    }

    /// <param name="Snapshot">Null if nothing had changed or the refresh failed: readers keep their snapshot.</param>
    public sealed record Result(string? Snapshot, int Models, Problem? Problem)
    {
        /// <summary>The snapshot is built but not shown, because readers are pinned to another.</summary>
        public bool IsHeld { get; init; }

        /// <summary>The name of the snapshot, which was built beside the one that readers see; null if it is shown.</summary>
        public string? Into { get; init; }

        /// <summary>Keys of the reports exported as CSV.</summary>
        public IReadOnlyList<string> Exports { get; init; } = [];

        /// <summary>Why the export failed; the snapshot is shown anyway, and the next refresh tries again.</summary>
        public Problem? ExportProblem { get; init; }

        /// <summary>Why the catalog update failed; our own readers see the snapshot anyway, and the next refresh tries again.</summary>
        public Problem? CatalogProblem { get; init; }

        /// <summary>What the figures leave out, with its sums, of the models built now.</summary>
        public IReadOnlyList<string> Warnings { get; init; } = [];

        /// <summary>Cost of the refresh; null if it could not be priced, and in older records.</summary>
        public RunCost? Cost { get; init; }
    }

    /// <summary>Names of the models to build, in waves; all other data is in the refresh plan in the lake.</summary>
    /// <param name="IsChange">Readers will see a difference: models, or settings that only reports read.</param>
    /// <param name="ModelsPerCall">How many models one activity builds or audits: many if they are small.</param>
    public sealed record Planned(IReadOnlyList<IReadOnlyList<string>> Waves, bool IsChange, int ModelsPerCall);

    /// <param name="Date">Day (UTC) of the refresh, which determines the export's folder.</param>
    /// <param name="OnlyMissing">Nothing has changed: write only the exports that the day lacks.</param>
    /// <param name="Refresh">Id of the snapshot that the refresh was to build.</param>
    public sealed record ExportInput(DateOnly Date, bool OnlyMissing, string Refresh = "");

    /// <param name="OnlyIfBehind">Nothing has changed: update the catalog only if an earlier refresh failed to.</param>
    public sealed record CatalogInput(string Snapshot, bool OnlyIfBehind);

    public sealed record ModelsInput(string Snapshot, IReadOnlyList<string> Models);

    /// <param name="Warnings">What the audits of severity warning found; those of severity error found nothing.</param>
    public sealed record Audited(IReadOnlyList<string> Warnings);

    /// <summary>The cost of a refresh's calls.</summary>
    public sealed record Spent(string Snapshot, [property: JsonConverter(typeof(PackedCost))] CostDrivers Cost);

    public static readonly OrchestrationName<Input, Result> Name = new(nameof(RefreshModels));
    public static readonly ActivityName<Input, Costed<Planned>> Plan = new("PlanRefresh");
    public static readonly ActivityName<ModelsInput, Costed<long>> Build = new(nameof(BuildModels));
    public static readonly ActivityName<ModelsInput, Costed<Audited>> Audit = new(nameof(AuditModels));
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

        // Readers, the catalog and the exports stay as they are.
        if (refresh.Into is not null)
            return result;
        // Readers see the result even if these steps fail. Their problems are reported, and the next refresh tries again.
        var (_, catalogProblem) = await TryAsync(calls.CallAsync(Catalog, new(refresh.Snapshot, OnlyIfBehind: !isNew)));
        var date = DateOnly.FromDateTime(context.Now.UtcDateTime);
        var (exports, exportProblem) = await TryAsync(
            calls.CallAsync(Export, new(date, OnlyMissing: !isNew || result.IsHeld, refresh.Snapshot)));
        return result with { CatalogProblem = catalogProblem, Exports = exports ?? [], ExportProblem = exportProblem };
    }

    static async Task<(Result Result, bool IsNew)> BuildAsync(CostedCalls calls, Input refresh)
    {
        var (waves, isChange, modelsPerCall) = await calls.CallAsync(Plan, refresh);
        if (!isChange)
            return (new(null, 0, null) { Into = refresh.Into }, false);

        foreach (var wave in waves)
            await calls.CallAllAsync(Build, Inputs(wave));
        var built = waves.SelectMany(wave => wave).ToList();
        var audited = await calls.CallAllAsync(Audit, Inputs(built));

        // Until here readers see the previous snapshot; this step shows the new one at once.
        var isShown = await calls.CallAsync(Swap, refresh);
        IReadOnlyList<string> warnings = [.. audited.SelectMany(some => some.Warnings)];
        var isHeld = !isShown && refresh.Into is null;
        return (new(refresh.Snapshot, built.Count, null) { IsHeld = isHeld, Into = refresh.Into, Warnings = warnings }, true);

        IEnumerable<ModelsInput> Inputs(IEnumerable<string> models) =>
            models.Chunk(modelsPerCall).Select(some => new ModelsInput(refresh.Snapshot, some));
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

    /// <summary>Null if it could not be priced; the refresh is unaffected.</summary>
    static async Task<RunCost?> CostAsync(IOrchestrationContext context, Spent spent) =>
        (await TryAsync(context.CallAsync(Price, spent))).Value;
}
