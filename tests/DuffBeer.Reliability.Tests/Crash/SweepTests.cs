using DuffBeer.Reliability.Tests.Report;
using Xunit.Abstractions;

namespace DuffBeer.Reliability.Tests.Crash;

/// <summary>Some of the kills that docs/reliability.md reports: another seed takes others.</summary>
public sealed class SweepTests(ITestOutputHelper output)
{
    const int Seed = 5;

    /// <summary>How many points of an act are tried; the acts without one only prepare the others.</summary>
    static readonly Dictionary<string, int> s_acts = new()
    {
        ["ingest"] = Law.Of(14), ["ingest --no-refresh"] = 0, ["retire"] = Law.Of(7), ["ingest beside"] = 0,
        ["refresh --into"] = Law.Of(7), ["activate"] = Law.Of(7), ["ingest small files"] = 0, ["maintain"] = Law.Of(7),
        ["forget"] = Law.Of(14),
    };

    [Fact]
    public async Task A_command_killed_at_any_change_of_a_file_is_finished_by_the_same_command()
    {
        var sweep = new Sweep(Blow.Kill, Seed, output.WriteLine);
        var trials = new List<Trial>();
        await foreach (var trial in sweep.RunAsync(act => s_acts.ContainsKey(act.Name), (act, _) => s_acts[act.Name]))
            trials.Add(trial);

        Assert.Equal(s_acts.Count(act => act.Value > 0), trials.Count);
        Assert.All(trials, trial => Assert.Equal((trial.Name, s_acts[trial.Name]), (trial.Name, trial.Survived)));
        Assert.All(trials, trial => Assert.InRange(trial.Possible, 40, 2_000));
        Assert.InRange(trials.Sum(trial => trial.Figures["reads"]), 1, long.MaxValue);
    }
}
