using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Reliability.Tests.Crash;
using DuffBeer.Reliability.Tests.Report;
using Xunit.Abstractions;

namespace DuffBeer.Reliability.Tests.Faults;

/// <summary>Some of the faults that docs/reliability.md reports.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    const int Seed = 3;
    static readonly int s_days = Law.Of(260);

    [Fact]
    public async Task No_row_is_lost_or_doubled_on_bad_days()
    {
        var trial = await new BadDays(Seed, output.WriteLine).RunAsync(s_days);

        Assert.Equal((s_days, s_days), (trial.Tried, trial.Survived));
        Assert.InRange(trial.Figures["strikes"], s_days, long.MaxValue);
        Assert.InRange(trial.Figures["failed runs"], 1, s_days - 1);
    }

    /// <summary>Days on which something was lost once.</summary>
    [Theory]
    [InlineData(22_000_043)]
    public async Task No_row_is_lost_on_a_day_that_was_bad_once(int seed)
    {
        var wrong = await new BadDay(seed, new MemoryStore()).RunAsync();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("full disk")]
    [InlineData("EIO of one fsync")]
    [InlineData("EIO of one rename")]
    public async Task A_disk_that_fails_leaves_nothing_half_done(string name)
    {
        var trial = await StrikeAsync(Blow.OfDisks.Single(blow => blow.Name == name));

        Assert.Equal((1, 1), (trial.Tried, trial.Survived));
    }

    [Fact]
    public async Task A_command_does_not_report_as_done_what_the_disk_refused_to_keep()
    {
        var trial = await StrikeAsync(Blow.FailingSyncs);

        Assert.Equal((1, 1, 0), (trial.Tried, trial.Survived, trial.Figures["ended by itself"]));
    }

    [Theory]
    [InlineData("ingest")]
    [InlineData("forget")]
    public async Task What_a_command_reported_as_done_is_so_after_a_power_cut(string act)
    {
        var trial = await StrikeAsync(Blow.LatePowerCut, act);

        Assert.Equal((1, 1), (trial.Tried, trial.Survived));
    }

    /// <summary>Strikes a command once, after those that prepare it.</summary>
    async Task<Trial> StrikeAsync(Blow blow, string name = "ingest") =>
        await new Sweep(blow, Seed, output.WriteLine).RunAsync(act => act.Name == name || !act.IsStruck, (_, _) => 1).FirstAsync();

    [Fact]
    public async Task Two_hosts_on_one_lake_lose_nothing()
    {
        var trial = await new TwoHosts(Seed, output.WriteLine).StopAsync(tries: 2);

        Assert.Equal(2, trial.Survived);
    }
}
