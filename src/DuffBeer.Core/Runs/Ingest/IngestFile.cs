using System.Text.Json.Serialization;
using DuffBeer.Core.Chunks;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Ingests one version of one source file: inspect, transform, verify, judge, publish.</summary>
public static class IngestFile
{
    /// <summary>One attempt at a run; everything else is in its run record.</summary>
    /// <param name="Verify">Whether the rows are counted a second time before they are published.</param>
    /// <param name="Round">The comparison of keys that its step follows; 0 before the first.</param>
    public sealed record Input(string RunId, int Attempt, bool Verify = false, int Round = 0);

    /// <param name="Problem">Null if the run completed.</param>
    public sealed record Result(string RunId, int Attempt, Problem? Problem);

    /// <param name="Round">The comparison of keys whose repeated rows are rejected; 0 for none.</param>
    public sealed record ChunkInput(string RunId, int Attempt, int ChunkIndex, long? From = null, int Round = 0);

    /// <summary>
    /// The chunks that one orchestration transforms, directly or through smaller waves: a contiguous range, or those to redo.
    /// </summary>
    public sealed record WaveInput(
        string RunId, int Attempt, int First, int Count, IReadOnlyList<Redo>? Redos = null, int Round = 0)
    {
        internal string InstanceId => $"{RunId}-a{Attempt}-{(Redos is null ? 'w' : 'r')}{First}x{Count}{(Round == 0 ? "" : $"-k{Round}")}";

        /// <param name="place">0-based place of the chunk in the wave.</param>
        internal ChunkInput Chunk(int place) =>
            Redos is null ? new(RunId, Attempt, First + place) : new(RunId, Attempt, Redos[place].ChunkIndex, Redos[place].From, Round);

        internal WaveInput Slice(int place, int count) =>
            this with { First = First + place, Count = count, Redos = Redos is null ? null : [.. Redos.Skip(place).Take(count)] };
    }

    /// <summary>The inputs of the chunk plan: small, however large the file.</summary>
    /// <param name="HasUniqueKeys">Whether keys are compared with each other and with those of published rows.</param>
    public sealed record Inspection(long DataStart, long? Length, long ChunkBytes, bool HasUniqueKeys = false);

    /// <param name="Cost">The cost of all calls before.</param>
    public sealed record Ending(
        string RunId,
        int Attempt,
        Problem? Problem,
        [property: JsonConverter(typeof(PackedCost))] CostDrivers Cost);

    /// <summary>Calls per wave. Each event replays the history, so a history must not grow with the file.</summary>
    public const int CallsPerWave = 100;

    /// <summary>Waves of activities under way at a time: enough calls for fifty hosts, and few to hold when the run is suspended.</summary>
    const int WavesAtATime = 4;

    /// <summary>The orchestration's instance id, one per attempt.</summary>
    public static string InstanceOf(string run, int attempt) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{run}-a{attempt}");

    public static readonly OrchestrationName<Input, Result> Name = new(nameof(IngestFile));
    public static readonly OrchestrationName<WaveInput, Costed<PackedBorders>> Wave = new("TransformWave");
    public static readonly ActivityName<Input, Costed<Inspection>> Inspect = new("InspectSource");
    public static readonly ActivityName<ChunkInput, Costed<ChunkBorders>> Transform = new("TransformChunk");
    public static readonly ActivityName<Input, Costed<IReadOnlyList<int>>> Compare = new("CompareKeys");
    public static readonly ActivityName<Input, Costed<RowLedger>> Judge = new("JudgeRun");
    public static readonly ActivityName<Input, Costed<bool>> Count = new("CountRows");
    public static readonly ActivityName<Input, Costed<bool>> Publish = new("PublishRun");
    public static readonly ActivityName<Ending, bool> Conclude = new("ConcludeRun");

    public static async Task<Result> RunAsync(IOrchestrationContext context, Input run)
    {
        var calls = new CostedCalls(context);
        Problem? problem = null;
        try
        {
            var source = await calls.CallAsync(Inspect, run);
            var borders = await TransformAsync(calls, run, ChunkPlan.For(source.DataStart, source.Length, source.ChunkBytes));
            var isDecided = false;
            while (!isDecided)
            {
                if (source.HasUniqueKeys)
                    run = await CompareAsync(calls, run, borders);
                await calls.CallAsync(Judge, run);
                if (run.Verify)
                    await calls.CallAsync(Count, run);
                // Until here readers see nothing of the run; this step publishes all of it at once.
                isDecided = await calls.CallAsync(Publish, run) || !source.HasUniqueKeys;
            }
        }
        catch (TerminalException terminal)
        {
            problem = terminal.ToProblem();
        }

        await context.CallAsync(Conclude, new(run.RunId, run.Attempt, problem, calls.Cost));
        return new(run.RunId, run.Attempt, problem);
    }

    /// <summary>Transforms chunks in parallel; more than <see cref="CallsPerWave"/> are split into nested sub-orchestrations.</summary>
    public static async Task<Costed<PackedBorders>> RunWaveAsync(IOrchestrationContext context, WaveInput wave)
    {
        var calls = new CostedCalls(context);
        try
        {
            var borders = PackedBorders.Of(await TransformAsync(calls, wave));
            return new(borders, calls.Cost);
        }
        catch (TerminalException terminal)
        {
            return new(null, calls.Cost, terminal.ToProblem());
        }
    }

    static async Task<IEnumerable<ChunkBorders>> TransformAsync(CostedCalls calls, WaveInput wave)
    {
        if (wave.Count <= CallsPerWave)
            return await calls.CallAllAsync(Transform, Enumerable.Range(0, wave.Count).Select(wave.Chunk));

        var size = CallsPerWave;
        while (wave.Count > (long)size * CallsPerWave)
            size *= CallsPerWave;
        var slices = Enumerable.Range(0, (wave.Count - 1) / size + 1)
            .Select(place => wave.Slice(place * size, Math.Min(size, wave.Count - (place * size))))
            .ToList();
        // Slices that are split again run one after the other, so that the limit holds for the whole file.
        var atATime = size == CallsPerWave ? WavesAtATime : 1;
        return (await calls.CallAllAsync(Wave, slices, slice => slice.InstanceId, atATime)).SelectMany(borders => borders.Unpack());
    }

    /// <summary>Compares keys, and transforms chunks again in which rows repeat one that must be unique.</summary>
    static async Task<Input> CompareAsync(CostedCalls calls, Input run, IReadOnlyList<ChunkBorders> borders)
    {
        run = run with { Round = run.Round + 1 };
        var chunks = await calls.CallAsync(Compare, run);
        if (chunks.Count > 0)
        {
            var redos = chunks.Select(chunk => new Redo(chunk, borders[chunk].First!.Value));
            await TransformAsync(calls, new(run.RunId, run.Attempt, 0, chunks.Count, [.. redos], run.Round));
        }

        return run;
    }

    static async Task<IReadOnlyList<ChunkBorders>> TransformAsync(CostedCalls calls, Input run, ChunkPlan chunks)
    {
        var borders = (await TransformAsync(calls, new(run.RunId, run.Attempt, 0, chunks.Count))).ToArray();

        var redos = Tiling.Speculate(chunks, borders);
        while (redos.Count > 0)
        {
            var redone = await TransformAsync(calls, new(run.RunId, run.Attempt, 0, redos.Count, redos));
            foreach (var (redo, border) in redos.Zip(redone))
                borders[redo.ChunkIndex] = border;
            redos = Tiling.Prove(chunks, borders);
        }

        return borders;
    }
}
