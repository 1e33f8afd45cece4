using System.Globalization;
using DuffBeer.Reliability.Tests.Crash;
using DuffBeer.Reliability.Tests.Faults;
using DuffBeer.Reliability.Tests.Report;

namespace DuffBeer.Reliability.Tests;

/// <summary>The command: tries what it is told, or everything, and keeps the results.</summary>
/// <param name="Names">Trials to make; empty for all.</param>
/// <param name="Every">Tries one of so many points, chosen by the seed.</param>
sealed record Campaign(IReadOnlyList<string> Names, int Seed, int Every)
{
    const int Days = 10_000;
    const int Pairs = 100;

    public const string Usage = "Usage: [NAME…] [--seed N] [--every N]";

    /// <summary>Null if the arguments are not understood.</summary>
    public static Campaign? Read(IReadOnlyList<string> arguments)
    {
        var campaign = new Campaign([], Seed: 1, Every: 1);
        for (var index = 0; index < arguments.Count; index++)
        {
            if (!arguments[index].StartsWith("--", StringComparison.Ordinal))
                campaign = campaign with { Names = [.. campaign.Names, arguments[index]] };
            else if (index + 1 < arguments.Count
                && int.TryParse(arguments[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                && arguments[index] is "--seed" or "--every")
                campaign = arguments[index++] == "--seed" ? campaign with { Seed = number } : campaign with { Every = number };
            else
                return null;
        }

        return campaign;
    }

    /// <summary>The number of trials that failed.</summary>
    public async Task<int> RunAsync()
    {
        var failed = 0;
        await foreach (var trial in TrialsAsync())
        {
            Results.Keep(trial);
            failed += trial.Tried - trial.Survived;
        }

        await File.WriteAllTextAsync(ReliabilityPage.File, ReliabilityPage.Text(Results.Read()));
        return failed;
    }

    async IAsyncEnumerable<Trial> TrialsAsync()
    {
        foreach (var blow in Blow.All)
        {
            // "kill" names all kills, and "replay" those of that command.
            if (Names.Count > 0 && !Names.Contains(blow.Name) && !(blow == Blow.Kill && Story.Names.Any(Names.Contains)))
                continue;
            var trials = Lanes.RunAsync(
                Environment.ProcessorCount,
                lane => new(blow, Seed, Console.WriteLine) { Lane = lane },
                sweep => sweep.RunAsync(_ => true, (act, points) => Tries(blow, act, points)));
            await foreach (var trial in trials)
                yield return trial;
        }

        if (Names.Count == 0 || Names.Contains("two hosts"))
        {
            yield return await new TwoHosts(Seed, Console.WriteLine).KillAsync(Most(Pairs));
            yield return await new TwoHosts(Seed, Console.WriteLine).StopAsync(Most(Pairs));
        }

        if (Names.Count == 0 || Names.Contains("bad days"))
            yield return await new BadDays(Seed, Console.WriteLine).RunAsync(Most(Days));
    }

    int Tries(Blow blow, Act act, int points) =>
        Names.Count == 0 || Names.Contains(blow.Name) || Names.Contains(act.Name) ? Most(points) : 0;

    int Most(int count) => (count + Every - 1) / Every;
}
