using DuffBeer.Core.Chunks;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Batches;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Refresh;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Triggers of orchestrations, which call the core's.</summary>
public static class OrchestrationFunctions
{
    [Function(nameof(IngestFile))]
    public static Task<Outcome<IngestFile.Result>> IngestFileAsync(
        [OrchestrationTrigger] TaskOrchestrationContext context, IngestFile.Input input) =>
        FailureText.OfAsync(IngestFile.RunAsync(new DurableOrchestration(context, input), input));

    [Function("TransformWave")]
    public static Task<Outcome<Costed<PackedBorders>>> TransformWaveAsync(
        [OrchestrationTrigger] TaskOrchestrationContext context, IngestFile.WaveInput input) =>
        FailureText.OfAsync(IngestFile.RunWaveAsync(new DurableOrchestration(context, new(input.RunId, input.Attempt)), input));

    [Function(nameof(IngestBatch))]
    public static Task<Outcome<IngestBatch.Result>> IngestBatchAsync(
        [OrchestrationTrigger] TaskOrchestrationContext context, IngestBatch.Input input) =>
        FailureText.OfAsync(IngestBatch.RunAsync(new DurableOrchestration(context), input));

    [Function(nameof(RefreshModels))]
    public static Task<Outcome<RefreshModels.Result>> RefreshModelsAsync(
        [OrchestrationTrigger] TaskOrchestrationContext context, RefreshModels.Input input) =>
        FailureText.OfAsync(RefreshModels.RunAsync(new DurableOrchestration(context), input));

    [Function(nameof(MaintainLake))]
    public static Task<Outcome<MaintainLake.Result>> MaintainLakeAsync(
        [OrchestrationTrigger] TaskOrchestrationContext context, string id) =>
        FailureText.OfAsync(MaintainLake.RunAsync(new DurableOrchestration(context), id));

    [Function(nameof(ForgetRows))]
    public static Task<Outcome<ForgetRows.Erased>> ForgetRowsAsync(
        [OrchestrationTrigger] TaskOrchestrationContext context, string id) =>
        FailureText.OfAsync(ForgetRows.RunAsync(new DurableOrchestration(context), id));

    [Function("PurgeForgotten")]
    public static Task<Outcome<ForgetRows.Result>> PurgeForgottenAsync(
        [OrchestrationTrigger] TaskOrchestrationContext context, string id) =>
        FailureText.OfAsync(ForgetRows.PurgeAsync(new DurableOrchestration(context), id));

    [Function(EraseRows.Name)]
    public static Task EraseRowsAsync([OrchestrationTrigger] TaskOrchestrationContext context, string id) =>
        EraseRows.RunAsync(context, id);

    [Function(IngestTurns.Name)]
    public static Task IngestTurnsAsync([OrchestrationTrigger] TaskOrchestrationContext context, IngestTurns.Turn turn) =>
        IngestTurns.RunAsync(context, turn);

    [Function(RefreshTurns.Name)]
    public static Task RefreshTurnsAsync([OrchestrationTrigger] TaskOrchestrationContext context, RefreshTurns.Last? last) =>
        RefreshTurns.RunAsync(context, last);
}
