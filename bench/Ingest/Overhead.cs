using System.Diagnostics;
using System.Globalization;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;
using DuffBeer.Core.Chunks;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions;
using DuffBeer.Embedded.Home;
using DuffBeer.Local.Workspaces;
using DuffBeer.Parquet;

namespace DuffBeer.Bench.Ingest;

/// <summary>
/// The cost of a run besides its chunks: alternates the whole ingest with transforming only the same chunks, in one process.
/// </summary>
sealed class Overhead(Sizes sizes)
{
    const string Dataset = "duff_orders";
    const string Key = "duff/orders/orders.csv";

    readonly long _rows = sizes.Rows ?? 15_000_000;
    readonly int _rounds = sizes.Rounds ?? 9;
    readonly IngestSettings _settings = new();
    readonly DatasetCatalog _datasets = new LoadedDefinitions(DefinitionFolder.Default).Datasets;

    /// <summary>One measurement: accepted rows and seconds.</summary>
    readonly record struct Run(long Accepted, double Seconds);

    /// <exception cref="InvalidOperationException">They accepted different rows.</exception>
    public async Task<Section> RunAsync()
    {
        using var folder = new WorkFolder();
        var csv = folder.Of("orders.csv");
        var bytes = await SampleFile.WriteAsync(csv, _rows);
        // Once each, so that compilation is not measured.
        await AgreeAsync(csv, () => WholeAsync(folder.Empty("home"), csv), () => ChunksAsync(folder.Empty("home"), csv));
        var rounds = new List<(double Whole, double Chunks)>();
        for (var round = 0; round < _rounds; round++)
            rounds.Add(round % 2 == 0
                ? await AgreeAsync(csv, () => WholeAsync(folder.Empty("home"), csv), () => ChunksAsync(folder.Empty("home"), csv))
                : Swapped(await AgreeAsync(
                    csv, () => ChunksAsync(folder.Empty("home"), csv), () => WholeAsync(folder.Empty("home"), csv))));

        var overhead = Pairs.Median(rounds.Select(Share));
        var (whole, chunks) = (rounds.Select(round => round.Whole), rounds.Select(round => round.Chunks));
        return Section.Of(
            "What a run costs besides its chunks",
            [new("overhead of runs, journal and ledger on a 1 GB ingest", Text($"{overhead:0.0} %"), "< 10 %", "< 3 %")],
            Text($"""
                `… -- overhead`, {Commit.Line()}. {_rows} rows, {bytes} bytes, {_settings.Workers} concurrent chunks; {_rounds}
                alternating rounds in one warm process, with files flushed to disk in between. Seconds are medians; the overhead is the
                median of the rounds' overheads. The whole ingest: finding dataset and run, lock, orchestration and journal, inspection,
                chunks, borders, judging, publishing, run record. The chunks alone: `TransformChunk` with the same plan, parallelism and
                kind of folder; each also reads its run's record and plan and writes its manifest.

                | | seconds | each round |
                |---|---|---|
                | whole ingest | {Pairs.Median(whole):0.000} | {Each(whole, "0.00")} |
                | chunks alone | {Pairs.Median(chunks):0.000} | {Each(chunks, "0.00")} |
                | **overhead** | **{overhead:0.0} %** | {Each(rounds.Select(Share), "0.0")} |
                """));
    }

    static double Share((double Whole, double Chunks) round) => (round.Whole / round.Chunks - 1) * 100;

    static (double Whole, double Chunks) Swapped((double First, double Second) pair) => (pair.Second, pair.First);

    static async Task<(double First, double Second)> AgreeAsync(string csv, Func<Task<Run>> first, Func<Task<Run>> second)
    {
        var (one, other) = (await AloneAsync(csv, first), await AloneAsync(csv, second));
        return one.Accepted == other.Accepted
            ? (one.Seconds, other.Seconds)
            : throw new InvalidOperationException($"One accepted {one.Accepted} rows, the other {other.Accepted}.");
    }

    /// <summary>Neither waits for the other's pending disk writes or garbage collection.</summary>
    static async Task<Run> AloneAsync(string csv, Func<Task<Run>> run)
    {
        await Pairs.SettleAsync(csv);
        GC.Collect();
        return await run();
    }

    async Task<Run> WholeAsync(string home, string csv)
    {
        await using var workspace = new EmbeddedWorkspace(new(home) { Ingest = _settings }, _ => { });
        var start = Stopwatch.GetTimestamp();
        var ended = await workspace.IngestAsync(
            new(new(csv, Path.GetFileName(csv)), Dataset, Key), new Progress<IngestProgress>(), default);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return ended.Record is { Status: RunStatus.Completed, Ledger: { } ledger }
            ? new(ledger.Accepted, seconds)
            : throw new InvalidOperationException($"{ended.Record.Status}: {ended.Record.Problem?.Message}");
    }

    async Task<Run> ChunksAsync(string home, string csv)
    {
        var directory = new HomeDirectory(home);
        directory.Create();
        var (landing, lake) = (directory.OpenLanding(), directory.OpenLake());
        await landing.LinkAsync(Key, csv, default);
        var (stores, runs) = (new Stores(landing, lake, "landing"), new RunRecords(lake, TimeProvider.System));
        var source = (await landing.StatAsync(Key, default))!;
        var starts = new CoreRuns(stores, _datasets, () => new NoEventPublisher(), new NoOpenTables(), TimeProvider.System).Starts;
        var run = (await starts.ForAsync(_datasets.Find(Dataset)!, stores.Bucket, source, default)).Record;
        var plan = await new InspectSource(stores, runs, _datasets, _settings).RunAsync(new(run.Id, run.Attempt), default);
        var chunks = ChunkPlan.For(plan.DataStart, plan.Length, plan.ChunkBytes).Count;
        var transform = new TransformChunk(stores, new ParquetPartWriter(), runs, _datasets, _settings, new(_settings.Workers), new());

        // As in the orchestrator, chunks that wait for the store leave their cores to others.
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, chunks), new ParallelOptions { MaxDegreeOfParallelism = 2 * _settings.Workers },
            async (chunk, cancellationToken) => await transform.RunAsync(new(run.Id, run.Attempt, chunk), cancellationToken));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        var accepted = 0L;
        await foreach (var manifest in lake.ListAsync(LakeKeys.Chunks(run.Id, run.Attempt), default))
            accepted += (await lake.ReadAsync(manifest.Key, RunJson.Default.ChunkManifest, default))!.Value.Ledger.Accepted;
        return new(accepted, seconds);
    }

    static string Each(IEnumerable<double> values, string format) =>
        string.Join(' ', values.Select(value => value.ToString(format, CultureInfo.InvariantCulture)));

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
