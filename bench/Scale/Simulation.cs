using System.Diagnostics;
using System.Globalization;
using System.Text;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Embedded.Orchestration;

namespace DuffBeer.Bench.Scale;

/// <summary>
/// The real orchestration with many simulated chunks, on a simulated Durable Functions and on the embedded orchestrator with its journal
/// on disk.
/// </summary>
static class Simulation
{
    static readonly int[] s_chunks = [100, 1_000, 10_000, 100_000];
    const int UsualWrongGuess = 1000;
    static readonly int[] s_journalled = [100, 1_000, 10_000];

    public static async Task<Section> RunAsync(Sizes sizes)
    {
        _ = sizes;
        // Once before, so that compilation is not measured.
        await MeasureAsync(1_000, resultsAtOnce: 1, UsualWrongGuess);
        await JournalledLineAsync(1_000);

        var (lines, embedded) = (new List<Measurement>(), new StringBuilder());
        foreach (var chunks in s_chunks)
        {
            lines.Add(await MeasureAsync(chunks, resultsAtOnce: 1, UsualWrongGuess));
            lines.Add(await MeasureAsync(chunks, resultsAtOnce: 32, UsualWrongGuess));
            lines.Add(await MeasureAsync(chunks, resultsAtOnce: 32, wrongGuess: 2));
        }

        foreach (var chunks in s_journalled)
            embedded.Append(await JournalledLineAsync(chunks));

        var (less, more) = (lines.First(line => line.Chunks == 1_000), lines.First(line => line.Chunks == 10_000));
        var flat = new Headline(
            "10,000 chunks against 1,000, per chunk: history bytes, replayed bytes, time",
            Text($"{more.HistoryBytes / less.HistoryBytes:0.00}×, {more.ReplayedBytes / less.ReplayedBytes:0.00}×, ")
                + Text($"{more.Microseconds / less.Microseconds:0.00}×"),
            "flat",
            "flat");
        return Section.Of("Orchestration at scale", [flat], Text($"""
            `… -- scale`, {Commit.Line()}. `IngestFile.RunAsync` with activities that return at once; 0.1 % of the chunks, or half of
            them, guess wrong and are redone.

            Durable Functions, simulated: every instance's history is replayed from its beginning whenever results arrive, one at a time
            (the worst case) or up to 32 (a batch of a control queue). History and replayed bytes are inputs and results as JSON;
            replayed bytes are read from the store if nothing is cached. Columns are per chunk except for the largest history.

            | chunks | redone | results at once | instances | events | bytes | largest: events | KB | replays | replayed bytes | µs |
            |---|---|---|---|---|---|---|---|---|---|---|
            {string.Concat(lines.Select(line => line.Line))}
            The embedded orchestrator, which syncs its journal to disk before it uses a result; then interrupted before its last step and
            resumed:

            | chunks | µs/chunk | journal bytes/chunk | replay, µs/chunk |
            |---|---|---|---|
            {embedded}
            """));
    }

    /// <summary>The cost of a file on the simulated Durable Functions.</summary>
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

    static async Task<Measurement> MeasureAsync(int chunks, int resultsAtOnce, int wrongGuess)
    {
        var start = Stopwatch.GetTimestamp();
        var cost = await DurableAsync(chunks, resultsAtOnce, wrongGuess);
        return new(chunks, resultsAtOnce, wrongGuess, cost, Stopwatch.GetElapsedTime(start).TotalMicroseconds / chunks);
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
                bytes = new DirectoryInfo(folder.Path)
                    .EnumerateFiles("*.journal", SearchOption.AllDirectories)
                    .Sum(journal => journal.Length);
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
        var again = await TimeAsync(
            async () => (await orchestrator.RunAsync(IngestFile.Name, "bench-a1", "bench", new("bench", 1), default)).Unwrap());
        file.VerifyTransforms();
        return Text($"| {chunks} | {first / chunks:0} | {bytes / chunks} | {again / chunks:0} |\n");
    }

    // An interrupted run ends with a cancellation and leaves its journal.
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

        throw new InvalidOperationException("The run was not interrupted.");
    }

    static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <param name="Microseconds">Per chunk.</param>
    sealed record Measurement(int Chunks, int ResultsAtOnce, int WrongGuess, DurableCost Cost, double Microseconds)
    {
        public double HistoryBytes => Cost.HistoryBytes / (double)Chunks;

        public double ReplayedBytes => Cost.ReplayedBytes / (double)Chunks;

        public string Line =>
            Text($"| {Chunks} | {(WrongGuess == UsualWrongGuess ? "0.1 %" : "half")} | {ResultsAtOnce} | {Cost.Instances} | ")
            + Text($"{Cost.HistoryEvents / (double)Chunks:0.00} | {HistoryBytes:0} | {Cost.LargestHistoryEvents} | ")
            + Text($"{Cost.LargestHistoryBytes / 1000} | {Cost.Replays / (double)Chunks:0.00} | {ReplayedBytes:0} | {Microseconds:0} |\n");
    }
}
