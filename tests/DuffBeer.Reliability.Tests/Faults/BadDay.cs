using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.Faults;
using DuffBeer.Local.Serving;

namespace DuffBeer.Reliability.Tests.Faults;

/// <summary>
/// One seeded ingest on which stores fail, answers are lost, events come again, activities run late, the clock jumps, and an older version
/// of the file may end last. What it must give is known from the file.
/// </summary>
/// <param name="calm">Ends the faults that the lake has of its own.</param>
sealed class BadDay(int seed, IObjectStore lake, Action? calm = null)
{
    const string Key = "duff/orders/orders.csv";

    /// <summary>Tries of an activity on a bad day. Few, so that runs fail too.</summary>
    const int Tries = 4;

    const int MostCalls = 100;

    /// <summary>An older version's run has about so many steps.</summary>
    const int MostSteps = 16;

    static readonly string s_trap = $"\"Moe's\n{Csv.Row(9_999)}Tavern\"";

    readonly Random _random = new(seed);
    readonly MemoryStore _landing = new();
    readonly List<string> _wrong = [];

    /// <summary>Calls of a store that failed.</summary>
    public int Strikes { get; private set; }

    /// <summary>Whether the run failed and another start finished it.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>What is wrong at the end; empty if nothing is.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var (rows, bad) = (_random.Next(1, 60), _random.Next(5));
        IngestFile.Input? run = null;
        if (_random.Next(3) == 0)
            await OverAnOlderAsync(async () => run ??= await IngestAsync(rows, bad));
        run ??= await IngestAsync(rows, bad);
        await LateCopiesAsync(Calm(), run);
        await RecoverAsync();
        return await WrongAsync(Calm(), run, rows, bad);
    }

    /// <summary>An older version of the file is at work when the newer one comes, and goes on when that one has ended.</summary>
    async Task OverAnOlderAsync(Func<Task> newer)
    {
        var steps = Calm();
        var older = await StartAsync(steps, _landing.Put(Key, Content(_random.Next(1, 60), bad: 0)));
        var left = _random.Next(1, MostSteps);
        await FailsAsync(steps.RunAsync(older, MostCalls, () => --left == 0 ? newer() : Task.CompletedTask));
    }

    async Task<IngestFile.Input> IngestAsync(int rows, int bad)
    {
        var source = _landing.Put(Key, Content(rows, bad));
        var settings = new IngestSettings { ChunkBytes = _random.Next(100, 3_000), Workers = 1 };
        var weather = new Weather(_random.Next(), 0.01 + (_random.NextDouble() * 0.19));
        var stores = new Stores(new FaultyStore(_landing, weather), new FaultyStore(lake, weather), "landing");
        var stormy = new Steps(stores, lake, Contracts.DuffOrders, settings, new JumpingClock(new(seed)));
        // The event comes three times.
        var run = await StartAsync(stormy, source);
        for (var again = 0; again < 2; again++)
            await StartAsync(stormy, source);
        HasFailed = await FailsAsync(stormy.RunAsync(run, Tries));
        Strikes = weather.Strikes;

        calm?.Invoke();
        // A run whose end was interrupted fails once more.
        for (var start = 0; start < 2 && !await IsCompletedAsync(run); start++)
        {
            await NoteFailureAsync(run);
            run = await StartAsync(Calm(settings), source);
            if (!await IsCompletedAsync(run))
                await Calm(settings).RunAsync(run);
        }

        return run;
    }

    /// <summary>A fault of a day fails no run for good: reconcile tries it again.</summary>
    async Task NoteFailureAsync(IngestFile.Input run)
    {
        if ((await Calm().Records.GetAsync(run.RunId, default)).Problem is { } problem && !OutageRetry.IsOutage(problem))
            _wrong.Add($"it failed for good: {problem.Code} {problem.Message}");
    }

    async Task<bool> IsCompletedAsync(IngestFile.Input run) =>
        (await Calm().Records.GetAsync(run.RunId, default)).Status == RunStatus.Completed;

    Steps Calm(IngestSettings? settings = null) =>
        new(new(_landing, lake, "landing"), lake, Contracts.DuffOrders, settings ?? new() { ChunkBytes = 2_000, Workers = 1 });

    /// <summary>A caller sends an event again until it is answered.</summary>
    static async Task<IngestFile.Input> StartAsync(Steps steps, ObjectStat source)
    {
        for (var call = 1; ; call++)
        {
            try
            {
                return await steps.StartAsync(source, verify: true);
            }
            catch (TransientException) when (call < MostCalls)
            {
            }
        }
    }

    static async Task<bool> FailsAsync(Task<IngestFile.Result> run)
    {
        try
        {
            return (await run).Problem is not null;
        }
        catch (RunException)
        {
            return true;
        }
    }

    /// <summary>What a restarted host does: it finishes what was left.</summary>
    async Task RecoverAsync()
    {
        var runs = new CoreRuns(
            new(_landing, lake, "landing"), new DatasetCatalog([Contracts.DuffOrders]), () => new NoEventPublisher(), new NoOpenTables(),
            TimeProvider.System);
        foreach (var left in await runs.Recovery(new CollectedRuns()).ResumeAsync(default))
            await FailsAsync(Calm().RunAsync(new(left.Id, left.Attempt)));
    }

    /// <summary>Activities that ran before run again, after the end.</summary>
    async Task LateCopiesAsync(Steps steps, IngestFile.Input run)
    {
        Func<Task>[] copies =
        [
            () => steps.Inspect.RunAsync(run, default),
            () => steps.Transform.RunAsync(new(run.RunId, run.Attempt, 0), default),
            () => steps.Judge.RunAsync(run, default),
            () => steps.Publish.RunAsync(run, default),
        ];
        _random.Shuffle(copies);
        foreach (var copy in copies)
        {
            try
            {
                await copy();
            }
            catch (RunException)
            {
                // The attempt has ended, and says so.
            }
        }
    }

    async Task<IReadOnlyList<string>> WrongAsync(Steps steps, IngestFile.Input run, int rows, int bad)
    {
        var published = (await lake.ReadAsync(LakeKeys.Dataset("duff_orders"), RunJson.Default.DatasetManifest, default))?.Value.Runs ?? [];
        var record = await steps.Records.GetAsync(run.RunId, default);
        var result = await steps.Records.ResultAsync(run.RunId, run.Attempt, default);
        var (stored, gone) = (0L, 0);
        foreach (var part in result?.Parts ?? [])
        {
            stored += part.Rows;
            gone += await lake.StatAsync(part.Key, default) is null ? 1 : 0;
        }

        var expected = (RunStatus.Completed, RunStage.Done, true, rows + bad, rows, bad);
        var ledger = record.Ledger;
        var found = (record.Status, record.Stage, record.Verified, ledger?.RowsRead, ledger?.Accepted, ledger?.Rejected);
        return
        [
            .. _wrong,
            .. found == expected ? Array.Empty<string>() : [$"the record says {found} for {expected}: {record.Problem?.Message}"],
            .. published is [var entry] && (entry.RunId, entry.Rows, entry.Rejected) == (run.RunId, rows, bad)
                ? Array.Empty<string>()
                : [$"published is {string.Join(", ", published)}"],
            .. (stored, gone) == (rows, 0) ? Array.Empty<string>() : [$"the parts have {stored} rows, and {gone} are gone"],
            .. await lake.ListAsync(LakeKeys.UnfinishedAttempts, default).Select(stat => $"unfinished: {stat.Key}").ToListAsync(),
        ];
    }

    /// <summary>Some names have line breaks, and text behind them that looks like a row: chunks may guess wrong there.</summary>
    byte[] Content(int rows, int bad) => Csv.Bytes(
        Csv.Header
        + string.Concat(Enumerable.Range(1, rows).Select(order => Csv.Row(order, name: _random.Next(3) == 0 ? s_trap : "Moe's Tavern")))
        + string.Concat(Enumerable.Repeat("1001,x\n", bad)));
}
