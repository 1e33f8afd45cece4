using System.Diagnostics;
using DuffBeer.Core.Failures;
using DuffBeer.Reliability.Tests.Kernel;
using DuffBeer.Reliability.Tests.Report;

namespace DuffBeer.Reliability.Tests.Crash;

/// <summary>
/// Strikes a command at changes that it makes to its files, calls it again until it ends, and compares the home with one in which nothing
/// happened.
/// </summary>
/// <param name="seed">Chooses the points where not all are tried.</param>
sealed class Sweep(Blow blow, int seed, Action<string> log)
{
    const int MostCalls = 3;
    const int MostTurns = 3;

    /// <summary>Which of several sweeps, side by side, this one is; each has its share of the points.</summary>
    public (int Index, int Count) Lane { get; init; } = (0, 1);

    /// <summary>Plays the story, and strikes its acts.</summary>
    /// <param name="isPlayed">Whether an act is part of the story this time.</param>
    /// <param name="tries">How many of an act's points are tried, of so many.</param>
    public async IAsyncEnumerable<Trial> RunAsync(Func<Act, bool> isPlayed, Func<Act, int, int> tries)
    {
        using var stage = new Stage();
        foreach (var act in Story.Of(stage).Where(isPlayed))
        {
            stage.Minutes += (int)act.Later.TotalMinutes;
            stage.Keep("before");
            var arguments = await act.Arguments(stage);
            var isStruck = act.IsStruck && tries(act, 1) > 0;
            var before = isStruck ? await HomeState.ReadAsync(stage) : null;
            var points = 0;
            var undisturbed = stage.Run(arguments, call =>
            {
                points += blow.IsPoint(stage.Home, call) ? 1 : 0;
                return Verdict.Go;
            });
            if (undisturbed.Code != 0)
                throw new InvalidOperationException($"{act.Name} fails undisturbed: {undisturbed.Output}");
            if (act.Erases is { } erased && stage.FilesWith(erased) is [var file, ..])
                throw new InvalidOperationException($"{act.Name} leaves what it erases in {file}.");
            if (!isStruck)
                continue;

            points = blow.Memory?.Count ?? points;
            var after = await HomeState.ReadAsync(stage);
            stage.Keep("after");
            yield return await StrikeAsync(stage, act, arguments, points, tries(act, points), before!, after);
            stage.SetBack("after");
        }
    }

    async Task<Trial> StrikeAsync(
        Stage stage, Act act, IReadOnlyList<string> arguments, int points, int tries, HomeState before, HomeState after)
    {
        var began = Stopwatch.GetTimestamp();
        var (tried, survived, torn, reads, died, ended) = (0, 0, 0, 0, 0, 0);
        // The threads of a process do not take the same turns each time: it may have fewer points now.
        var turns = new Queue<(int Point, int Turn)>(Sample(points, tries).Select(point => (point, 1)));
        while (turns.TryDequeue(out var next))
        {
            var point = next.Point;
            stage.SetBack("before");
            await using var onlooker = new Onlooker(stage).Begin();
            var (isTorn, at, passed) = (false, "", 0);
            var disk = blow.TakesUnflushed ? new Disk(stage.Home) : null;
            var struck = stage.Run(arguments, call =>
            {
                if (!blow.IsPoint(stage.Home, call) || ++passed < point)
                {
                    disk?.See(call);
                    return Verdict.Go;
                }

                if (passed == point)
                    at = $"{call.Action} {Path.GetRelativePath(stage.Home, call.Path)}";
                var verdict = blow.At(call, passed - point);
                isTorn |= verdict is Verdict.Torn;
                return verdict;
            }, blow.Memory?[point - 1]);
            if (struck.Code is null && !blow.IsLate)
                disk?.Cut();
            if (blow.Memory is null && passed < point)
            {
                log($"{blow.Name} of {act.Name} at {point}: only {passed} points this time, code {struck.Code}: {struck.Output}");
                if (next.Turn < MostTurns)
                    turns.Enqueue((point, next.Turn + 1));
                continue;
            }

            var problems = (await BetweenAsync(stage, act, before, after)).ToList();
            problems.AddRange(await AgainAsync(stage, struck.Code == 0 ? null : arguments, after, disk));
            await onlooker.EndAsync();
            if (blow.IsLate)
                problems.AddRange(await CutAsync(stage, disk!, after));
            problems.AddRange(onlooker.Mix is { } mix ? [mix] : []);
            if (act.Erases is { } erased)
                problems.AddRange(stage.FilesWith(erased).Select(file => $"what it erases is still in {file}"));
            (tried, torn, reads) = (tried + 1, torn + (isTorn ? 1 : 0), reads + onlooker.Reads);
            (died, ended) = (died + (struck.Code is null ? 1 : 0), ended + (struck.Code == 0 ? 1 : 0));
            survived += problems.Count == 0 ? 1 : 0;
            foreach (var problem in problems)
                log($"{blow.Name} of {act.Name} at {point} ({at}): {problem}");
        }

        log($"{blow.Name} of {act.Name}: {survived} of {tried} survived, {points} points");
        return new(
            blow.Name, act.Name, points, tried, survived, Stopwatch.GetElapsedTime(began).TotalSeconds, seed, Machine.Here,
            new Dictionary<string, long> { ["died"] = died, ["torn"] = torn, ["ended by itself"] = ended, ["reads"] = reads });
    }

    /// <summary>This lane's share of the numbers from 1 to another, or of so many of them, in their order.</summary>
    IReadOnlyList<int> Sample(int count, int wanted)
    {
        var numbers = Enumerable.Range(1, count).Where(number => (number - 1) % Lane.Count == Lane.Index).ToArray();
        new Random(seed).Shuffle(numbers);
        return [.. numbers.Take((wanted + Lane.Count - 1 - Lane.Index) / Lane.Count).Order()];
    }

    /// <summary>
    /// What readers see right after it is what they saw before, or what they will see. An erasure takes rows from one file after another.
    /// </summary>
    static async Task<IReadOnlyList<string>> BetweenAsync(Stage stage, Act act, HomeState before, HomeState after)
    {
        if (!Directory.Exists(Path.Combine(stage.Home, "lake")))
            return [];
        await using var workspace = stage.Open();
        IReadOnlyDictionary<string, string> seen;
        try
        {
            seen = await HomeState.SeenAsync(stage, workspace);
        }
        // InvalidDataException: the reader of Iceberg tables refuses one.
        catch (Exception failure) when (failure is RunException or IOException or InvalidDataException)
        {
            return [$"between, a reader fails: {failure.Message}"];
        }

        return
        [
            .. from thing in seen
               let was = before.Seen.GetValueOrDefault(thing.Key, "")
               let becomes = after.Seen.GetValueOrDefault(thing.Key, "")
               where thing.Value != was && thing.Value != becomes
                   && !(act.Erases is not null && HomeState.HasRowsOf(was, thing.Value) && HomeState.HasRowsOf(thing.Value, becomes))
               select $"between, {thing.Key} is neither as before ({HomeState.FirstDifference(thing.Value, was)}) nor as after "
                   + $"({HomeState.FirstDifference(thing.Value, becomes)})",
        ];
    }

    /// <summary>The same command, a minute later, makes what it would have made.</summary>
    /// <param name="arguments">Null if the command has succeeded in spite of all.</param>
    static async Task<IReadOnlyList<string>> AgainAsync(
        Stage stage, IReadOnlyList<string>? arguments, HomeState expected, Disk? disk)
    {
        stage.Minutes++;
        Ended? again = null;
        for (var call = 0; arguments is not null && call < MostCalls && again?.Code != 0; call++)
        {
            again = stage.Run(arguments, call =>
            {
                disk?.See(call);
                return Verdict.Go;
            });
        }

        var differences = await AfterAsync(stage, expected);
        stage.Minutes--;
        return again is null or { Code: 0 } ? differences : [.. differences, $"again, it ends with {again.Code}: {again.Output}"];
    }

    /// <summary>What a command has reported as done is still there after a power cut.</summary>
    static async Task<IReadOnlyList<string>> CutAsync(Stage stage, Disk disk, HomeState expected)
    {
        disk.Cut();
        await using (var workspace = stage.Open())
        {
            var lost = (expected with { Seen = await HomeState.SeenAsync(stage, workspace) }).Differences(expected);
            if (lost.Count > 0)
                return [.. lost.Select(difference => $"after a power cut, {difference}")];
        }

        stage.Minutes++;
        stage.Run(["reconcile"]);
        var differences = await AfterAsync(stage, expected);
        stage.Minutes--;
        return [.. differences.Select(difference => $"after a power cut and reconcile, {difference}")];
    }

    static async Task<IReadOnlyList<string>> AfterAsync(Stage stage, HomeState expected)
    {
        var differences = (await HomeState.ReadAsync(stage)).Differences(expected);
        // A command that runs nothing does not take the home's lock; the next one that does deletes what an unfinished write left.
        if (differences.Count > 0 && differences.All(HomeState.IsUpload))
        {
            stage.Run(["reconcile", "--no-refresh"]);
            differences = (await HomeState.ReadAsync(stage)).Differences(expected);
        }

        return differences;
    }
}
