using System.Diagnostics;
using System.Globalization;
using System.Text;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;
using DuffBeer.Core.Runs;
using DuffBeer.Embedded.Orchestration;

namespace DuffBeer.Bench.Scale;

/// <summary>The real orchestration with many simulated chunks: by a simulated Durable Functions, and by the embedded orchestrator with its journal on disk.</summary>
static class Simulation
{
    static readonly int[] s_chunks = [100, 1_000, 10_000, 100_000];
    const int UsualWrongGuess = 1000;
    static readonly int[] s_journalled = [100, 1_000, 10_000];

    public static async Task<Section> RunAsync(Sizes sizes)
    {
        _ = sizes;
        var (durable, embedded) = (new StringBuilder(), new StringBuilder());
        foreach (var chunks in s_chunks)
        {
            durable.Append(await DurableLineAsync(chunks, resultsAtOnce: 1, UsualWrongGuess));
            durable.Append(await DurableLineAsync(chunks, resultsAtOnce: 32, UsualWrongGuess));
            durable.Append(await DurableLineAsync(chunks, resultsAtOnce: 32, wrongGuess: 2));
        }

        foreach (var chunks in s_journalled)
            embedded.Append(await JournalledLineAsync(chunks));

        return Section.Of("Orchestration at scale", [], Text($"""
            `… -- scale`, {Commit.Line()}. `IngestFile.RunAsync` with activities that answer at once; 0.1 % of the chunks, or half of them, guess wrong and are redone.

            Durable Functions, simulated: every instance's history is replayed from its beginning whenever results arrive, one at a time (the worst case) or up to 32 (a
            batch of a control queue). History and replayed bytes are inputs and results as JSON; replayed bytes are what the store is asked for where nothing is cached.

            | chunks | redone | results at once | instances | history events/chunk | history bytes/chunk | largest history, events | largest, KB | replays/chunk | replayed bytes/chunk | µs/chunk |
            |---|---|---|---|---|---|---|---|---|---|---|
            {durable}
            The embedded orchestrator, its journal synced to disk before each result is acted upon; then cut off before its last step and begun again:

            | chunks | µs/chunk | journal bytes/chunk | replay, µs/chunk |
            |---|---|---|---|
            {embedded}
            """));
    }

    /// <summary>The simulated Durable Functions' cost of a file of so many chunks.</summary>
    public static async Task<DurableCost> DurableAsync(int chunks, int resultsAtOnce, int wrongGuess)
    {
        var (file, simulation) = (new SimulatedFile(chunks, wrongGuess), new DurableSimulation(resultsAtOnce));
        simulation.Register(IngestFile.Name, IngestFile.RunAsync);
        simulation.Register(IngestFile.Wave, IngestFile.RunWaveAsync);
        simulation.Register(IngestFile.Inspect, file);
        simulation.Register(IngestFile.Transform, file);
        simulation.Register(IngestFile.Judge, file);
        simulation.Register(IngestFile.Publish, file);
        simulation.Register(IngestFile.Conclude, file);
        var cost = await simulation.RunAsync(IngestFile.Name, "bench-a1", new("bench", 1));
        file.VerifyTransforms();
        return cost;
    }

    static async Task<string> DurableLineAsync(int chunks, int resultsAtOnce, int wrongGuess)
    {
        var start = Stopwatch.GetTimestamp();
        var cost = await DurableAsync(chunks, resultsAtOnce, wrongGuess);
        var elapsed = Stopwatch.GetElapsedTime(start);
        double n = chunks;
        return Text($"| {chunks} | {(wrongGuess == UsualWrongGuess ? "0.1 %" : "half")} | {resultsAtOnce} | {cost.Instances} | {cost.HistoryEvents / n:0.00} | {cost.HistoryBytes / n:0} | {cost.LargestHistoryEvents} | {cost.LargestHistoryBytes / 1000} | {cost.Replays / n:0.00} | {cost.ReplayedBytes / n:0} | {elapsed.TotalMicroseconds / n:0} |\n");
    }

    static async Task<string> JournalledLineAsync(int chunks)
    {
        using var folder = new WorkFolder();
        using var stop = new CancellationTokenSource();
        var bytes = 0L;
        var file = new SimulatedFile(chunks, UsualWrongGuess)
        {
            Concluded = () =>
            {
                bytes = new DirectoryInfo(folder.Path).EnumerateFiles("*.journal", SearchOption.AllDirectories).Sum(journal => journal.Length);
                if (!stop.IsCancellationRequested)
                {
                    stop.Cancel();
                    stop.Token.ThrowIfCancellationRequested();
                }
            },
        };
        using var orchestrator = new JournalledOrchestrator(new(folder.Path) { Json = CallJson.Default.Options });
        orchestrator.Register(IngestFile.Name, IngestFile.RunAsync);
        orchestrator.Register(IngestFile.Wave, IngestFile.RunWaveAsync);
        orchestrator.Register(IngestFile.Inspect, file);
        orchestrator.Register(IngestFile.Transform, file);
        orchestrator.Register(IngestFile.Judge, file);
        orchestrator.Register(IngestFile.Publish, file);
        orchestrator.Register(IngestFile.Conclude, file);

        var first = await TimeAsync(() => Assert(orchestrator.RunAsync(IngestFile.Name, "bench-a1", "bench", new("bench", 1), stop.Token)));
        var again = await TimeAsync(async () => (await orchestrator.RunAsync(IngestFile.Name, "bench-a1", "bench", new("bench", 1), default)).Unwrap());
        file.VerifyTransforms();
        return Text($"| {chunks} | {first / chunks:0} | {bytes / chunks} | {again / chunks:0} |\n");
    }

    // A run that is cut off ends with a cancellation and leaves its journal.
    static async Task Assert<T>(Task<T> run)
    {
        try
        {
            await run;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        throw new InvalidOperationException("The run was not cut off.");
    }

    static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
