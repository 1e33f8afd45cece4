using System.Text.Json.Serialization;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Batches;

/// <summary>Ingests many small files of one dataset together: one run each, but shared parts and one publication.</summary>
/// <remarks>
/// It only saves work: whatever happens to it, each run ends as if it had been ingested by itself. The host ingests by itself each run
/// that cannot be ingested here, and all runs of a batch that fails.
/// </remarks>
public static class IngestBatch
{
    /// <param name="Round">1-based: if a run may no longer be published, the batch is made again without it.</param>
    public sealed record Input(string Batch, int Round = 1)
    {
        [JsonIgnore]
        public string Result => LakeKeys.BatchResultId(Batch, Round);
    }

    /// <param name="Problem">Null if the batch's result holds.</param>
    /// <param name="Cost">The cost of all calls before.</param>
    public sealed record Ending(
        string Batch,
        int Round,
        Problem? Problem,
        [property: JsonConverter(typeof(PackedCost))] CostDrivers Cost)
    {
        [JsonIgnore]
        public string Result => LakeKeys.BatchResultId(Batch, Round);
    }

    /// <param name="Alone">Attempts that the batch did not ingest: they are still to be ingested, each by itself.</param>
    public sealed record Result(string Batch, IReadOnlyList<BatchMember> Alone);

    public static readonly OrchestrationName<Input, Result> Name = new(nameof(IngestBatch));
    public static readonly ActivityName<Input, Costed<bool>> Transform = new("TransformBatch");
    public static readonly ActivityName<Input, Costed<bool>> Publish = new("PublishBatch");
    public static readonly ActivityName<Ending, IReadOnlyList<BatchMember>> Conclude = new("ConcludeBatch");

    public static async Task<Result> RunAsync(IOrchestrationContext context, Input batch)
    {
        var calls = new CostedCalls(context);
        Problem? problem = null;
        try
        {
            await calls.CallAsync(Transform, batch);
            while (!await calls.CallAsync(Publish, batch))
            {
                batch = batch with { Round = batch.Round + 1 };
                await calls.CallAsync(Transform, batch);
            }
        }
        catch (TerminalException terminal)
        {
            problem = terminal.ToProblem();
        }

        return new(batch.Batch, await context.CallAsync(Conclude, new(batch.Batch, batch.Round, problem, calls.Cost)));
    }
}
