using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs;

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
    }

    /// <summary>Names of the models to build, in waves; all data is in the refresh plan in the lake.</summary>
    /// <param name="IsChange">Readers will see something else than before: models, or settings that only reports read.</param>
    public sealed record Planned(IReadOnlyList<IReadOnlyList<string>> Waves, bool IsChange);

    /// <param name="Date">Day (UTC) of the refresh, which the exports are filed under.</param>
    /// <param name="OnlyMissing">Nothing has changed: only what the day lacks is written.</param>
    public sealed record ExportInput(DateOnly Date, bool OnlyMissing);

    public sealed record ModelInput(string Snapshot, string Model);

    public static readonly OrchestrationName<Input, Result> Name = new(nameof(RefreshModels));
    public static readonly ActivityName<Input, Planned> Plan = new("PlanRefresh");
    public static readonly ActivityName<ModelInput, long> Build = new("BuildModel");
    public static readonly ActivityName<ModelInput, int> Audit = new("AuditModel");
    public static readonly ActivityName<Input, bool> Swap = new("SwapSnapshot");

    public static readonly ActivityName<Input, bool> Catalog = new("PointCatalog");
    public static readonly ActivityName<ExportInput, IReadOnlyList<string>> Export = new("ExportReports");

    public static async Task<Result> RunAsync(IOrchestrationContext context, Input refresh)
    {
        try
        {
            var (waves, isChange) = await context.CallAsync(Plan, refresh);
            if (!isChange)
                return await ExportAsync(context, new(null, 0, null), onlyMissing: true);

            foreach (var wave in waves)
                await Task.WhenAll(from model in wave select context.CallAsync(Build, new(refresh.Snapshot, model)));
            var built = waves.SelectMany(wave => wave).ToList();
            await Task.WhenAll(from model in built select context.CallAsync(Audit, new(refresh.Snapshot, model)));

            // Until here readers see the snapshot before; this step shows the new one at once.
            var isShown = await context.CallAsync(Swap, refresh);
            await context.CallAsync(Catalog, refresh);
            return await ExportAsync(context, new(refresh.Snapshot, built.Count, null) { IsHeld = !isShown }, onlyMissing: !isShown);
        }
        catch (TerminalException terminal)
        {
            return new(null, 0, terminal.ToProblem());
        }
    }

    static async Task<Result> ExportAsync(IOrchestrationContext context, Result result, bool onlyMissing)
    {
        try
        {
            return result with { Exports = await context.CallAsync(Export, new(DateOnly.FromDateTime(context.Now.UtcDateTime), onlyMissing)) };
        }
        catch (TerminalException terminal)
        {
            // What readers see is right without the exports: they are told of, not undone for.
            return result with { ExportProblem = terminal.ToProblem() };
        }
    }
}
