using System.Diagnostics;
using DuffBeer.Reliability.Tests.Crash;
using DuffBeer.Reliability.Tests.Kernel;
using DuffBeer.Reliability.Tests.Report;

namespace DuffBeer.Reliability.Tests.Faults;

/// <summary>
/// Two processes work on one home at the same time: one stops at a change of a file while the other runs, or is killed there. No row is
/// lost or doubled, and no change of the other is undone.
/// </summary>
sealed class TwoHosts(int seed, Action<string> log)
{
    /// <summary>The stopped process may hold a lock that the other waits for.</summary>
    static readonly TimeSpan s_longestStop = TimeSpan.FromSeconds(3);

    /// <summary>Two ingests, of which one is killed and starts again.</summary>
    public Task<Trial> KillAsync(int tries) => RunAsync("ingest beside a killed ingest", isKilled: true, tries, stage =>
    {
        var first = stage.Write("first.csv", Csv.Header + Csv.Rows(40));
        var second = stage.Write("second.csv", Csv.Header + Csv.Rows(40, first: 21) + "1001,x\n");
        return Task.FromResult<(string[], string[])>(
            (["ingest", first, "--dataset", "duff_orders"], ["ingest", second, "--dataset", "duff_orders"]));
    });

    /// <summary>Two retirements, which take no turns, of which one stops and goes on.</summary>
    public Task<Trial> StopAsync(int tries) => RunAsync("retire beside a stopped retire", isKilled: false, tries, async stage =>
    {
        foreach (var name in new[] { "first.csv", "second.csv" })
            Require(stage.Run(["ingest", stage.Write(name, Csv.Header + Csv.Rows(20)), "--dataset", "duff_orders"]));
        await using var workspace = stage.Open();
        var runs = (await workspace.RunsAsync(new(null, 100), default)).Runs;
        return (["retire", runs[0].Id, "--no-refresh"], ["retire", runs[1].Id, "--no-refresh"]);
    });

    async Task<Trial> RunAsync(string name, bool isKilled, int tries, Func<Stage, Task<(string[] First, string[] Second)>> prepare)
    {
        using var stage = new Stage();
        var (first, second) = await prepare(stage);
        stage.Keep("before");
        var points = 0;
        Require(stage.Run(first, call =>
        {
            points += KillPoints.IsPoint(stage.Home, call) ? 1 : 0;
            return Verdict.Go;
        }));
        Require(stage.Run(second));
        var expected = await HomeState.ReadAsync(stage);

        var began = Stopwatch.GetTimestamp();
        var (random, survived) = (new Random(seed), 0);
        for (var attempt = 0; attempt < tries; attempt++)
        {
            stage.SetBack("before");
            var at = random.Next(1, points + 1);
            await TogetherAsync(stage, first, second, at, isKilled);
            var differences = (await HomeState.ReadAsync(stage)).Differences(expected);
            survived += differences.Count == 0 ? 1 : 0;
            foreach (var difference in differences)
                log($"{name}, at {at}: {difference}");
        }

        log($"{name}: {survived} of {tries} survived");
        return new(
            "two hosts", name, points, tries, survived, Stopwatch.GetElapsedTime(began).TotalSeconds, seed, Machine.Here,
            new Dictionary<string, long>());
    }

    static async Task TogetherAsync(Stage stage, string[] first, string[] second, int at, bool isKilled)
    {
        var passed = 0;
        using var reached = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        var one = Task.Run(() => stage.Run(first, call =>
        {
            if (!KillPoints.IsPoint(stage.Home, call) || ++passed != at)
                return Verdict.Go;
            reached.Set();
            if (isKilled)
                return Verdict.Kill;
            done.Wait(s_longestStop);
            return Verdict.Go;
        }));
        var other = Task.Run(() =>
        {
            // Two ingests begin together; a retirement begins when the other has stopped.
            SpinWait.SpinUntil(() => isKilled || reached.IsSet || one.IsCompleted);
            var ended = stage.Run(second);
            done.Set();
            return ended;
        });
        Require(await other);
        var ended = await one;
        if (ended.Code is null)
            ended = stage.Run(first);
        Require(ended);
    }

    static void Require(Ended ended)
    {
        if (ended.Code != 0)
            throw new InvalidOperationException($"A command ends with {ended.Code}: {ended.Output}");
    }
}
