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

    /// <summary>Chunks of one sub-orchestration: their history stays out of the run's own.</summary>
    public sealed record WaveInput(string RunId, int Attempt, int FirstIndex, int Count);

    /// <summary>What the chunk plan follows from: small, however large the file.</summary>
    public sealed record Inspection(long DataStart, long? Length, long ChunkBytes);

    public sealed record Ending(string RunId, int Attempt, Problem? Problem);

    public const int ChunksPerWave = 100;

    /// <summary>The orchestration's instance: each attempt has its own.</summary>
    public static string InstanceOf(string run, int attempt) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{run}-a{attempt}");

    public static readonly OrchestrationName<Input, Result> Name = new(nameof(IngestFile));
    public static readonly OrchestrationName<WaveInput, ChunkBorders[]> Wave = new("TransformWave");
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

    /// <summary>Transforms up to <see cref="ChunksPerWave"/> chunks side by side.</summary>
    public static Task<ChunkBorders[]> RunWaveAsync(IOrchestrationContext context, WaveInput wave) =>
        Task.WhenAll(
            from index in Enumerable.Range(wave.FirstIndex, wave.Count)
            select context.CallAsync(Transform, new(wave.RunId, wave.Attempt, index)));

    static async Task TransformAsync(IOrchestrationContext context, Input run, ChunkPlan chunks)
    {
        var waves = await Task.WhenAll(
            from first in Enumerable.Range(0, (chunks.Count + ChunksPerWave - 1) / ChunksPerWave).Select(wave => wave * ChunksPerWave)
            let count = Math.Min(ChunksPerWave, chunks.Count - first)
            select context.CallSubOrchestrationAsync(Wave, new(run.RunId, run.Attempt, first, count), $"{run.RunId}-a{run.Attempt}-w{first}"));
        var borders = waves.SelectMany(wave => wave).ToArray();

        var redos = Tiling.Speculate(chunks, borders);
        while (redos.Count > 0)
        {
            var redone = await Task.WhenAll(
                from redo in redos
                select context.CallAsync(Transform, new(run.RunId, run.Attempt, redo.ChunkIndex, redo.From)));
            foreach (var (redo, border) in redos.Zip(redone))
                borders[redo.ChunkIndex] = border;
            redos = Tiling.Prove(chunks, borders);
        }
    }
}
