using DuffBeer.Core.Chunks;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs;

/// <summary>Ingests one version of one source file: inspect, transform, verify, judge, publish.</summary>
public static class IngestFile
{
    /// <summary>One attempt at a run; all else is in its run record.</summary>
    /// <param name="Verify">Whether the rows are counted a second time before they are published.</param>
    public sealed record Input(string RunId, int Attempt, bool Verify = false);

    /// <param name="Problem">Null where the run completed.</param>
    public sealed record Result(string RunId, int Attempt, Problem? Problem);

    public sealed record ChunkInput(string RunId, int Attempt, int ChunkIndex, long? From = null);

    /// <summary>Chunks that one orchestration has transformed, by itself or by smaller waves: all from a first one on, or those to redo.</summary>
    public sealed record WaveInput(string RunId, int Attempt, int First, int Count, IReadOnlyList<Redo>? Redos = null)
    {
        internal string InstanceId => $"{RunId}-a{Attempt}-{(Redos is null ? 'w' : 'r')}{First}x{Count}";

        /// <param name="place">Of the chunk in the wave, from 0.</param>
        internal ChunkInput Chunk(int place) =>
            Redos is null ? new(RunId, Attempt, First + place) : new(RunId, Attempt, Redos[place].ChunkIndex, Redos[place].From);

        internal WaveInput Slice(int place, int count) =>
            this with { First = First + place, Count = count, Redos = Redos is null ? null : [.. Redos.Skip(place).Take(count)] };
    }

    /// <summary>What the chunk plan follows from: small, however large the file.</summary>
    public sealed record Inspection(long DataStart, long? Length, long ChunkBytes);

    public sealed record Ending(string RunId, int Attempt, Problem? Problem);

    /// <summary>Calls that one wave makes: a history is replayed at each of its events, so it must not grow with the file.</summary>
    public const int CallsPerWave = 100;

    /// <summary>The orchestration's instance: each attempt has its own.</summary>
    public static string InstanceOf(string run, int attempt) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{run}-a{attempt}");

    public static readonly OrchestrationName<Input, Result> Name = new(nameof(IngestFile));
    public static readonly OrchestrationName<WaveInput, PackedBorders> Wave = new("TransformWave");
    public static readonly ActivityName<Input, Inspection> Inspect = new("InspectSource");
    public static readonly ActivityName<ChunkInput, ChunkBorders> Transform = new("TransformChunk");
    public static readonly ActivityName<Input, RowLedger> Judge = new("JudgeRun");
    public static readonly ActivityName<Input, bool> Count = new("CountRows");
    public static readonly ActivityName<Input, bool> Publish = new("PublishRun");
    public static readonly ActivityName<Ending, bool> Conclude = new("ConcludeRun");

    public static async Task<Result> RunAsync(IOrchestrationContext context, Input run)
    {
        Problem? problem = null;
        try
        {
            var source = await context.CallAsync(Inspect, run);
            await TransformAsync(context, run, ChunkPlan.For(source.DataStart, source.Length, source.ChunkBytes));
            await context.CallAsync(Judge, run);
            if (run.Verify)
                await context.CallAsync(Count, run);
            // Until here nothing can be seen by a reader; this step shows the whole run at once.
            await context.CallAsync(Publish, run);
        }
        catch (TerminalException terminal)
        {
            problem = terminal.ToProblem();
        }

        await context.CallAsync(Conclude, new(run.RunId, run.Attempt, problem));
        return new(run.RunId, run.Attempt, problem);
    }

    /// <summary>Transforms chunks side by side; more than <see cref="CallsPerWave"/> in sub-orchestrations, and those again.</summary>
    public static async Task<PackedBorders> RunWaveAsync(IOrchestrationContext context, WaveInput wave) =>
        PackedBorders.Of(await TransformAsync(context, wave));

    static async Task<IEnumerable<ChunkBorders>> TransformAsync(IOrchestrationContext context, WaveInput wave)
    {
        if (wave.Count <= CallsPerWave)
            return await Task.WhenAll(from place in Enumerable.Range(0, wave.Count) select context.CallAsync(Transform, wave.Chunk(place)));

        var size = CallsPerWave;
        while (wave.Count > (long)size * CallsPerWave)
            size *= CallsPerWave;
        var waves = await Task.WhenAll(
            from slice in Enumerable.Range(0, (wave.Count - 1) / size + 1).Select(place => wave.Slice(place * size, Math.Min(size, wave.Count - (place * size))))
            select context.CallSubOrchestrationAsync(Wave, slice, slice.InstanceId));
        return waves.SelectMany(borders => borders.Unpack());
    }

    static async Task TransformAsync(IOrchestrationContext context, Input run, ChunkPlan chunks)
    {
        var borders = (await TransformAsync(context, new(run.RunId, run.Attempt, 0, chunks.Count))).ToArray();

        var redos = Tiling.Speculate(chunks, borders);
        while (redos.Count > 0)
        {
            var redone = await TransformAsync(context, new(run.RunId, run.Attempt, 0, redos.Count, redos));
            foreach (var (redo, border) in redos.Zip(redone))
                borders[redo.ChunkIndex] = border;
            redos = Tiling.Prove(chunks, borders);
        }
    }
}
