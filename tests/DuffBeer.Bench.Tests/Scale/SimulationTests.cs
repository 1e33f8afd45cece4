using DuffBeer.Bench.Scale;

namespace DuffBeer.Bench.Tests.Scale;

public sealed class SimulationTests
{
    [Theory]
    [InlineData(1, 1000)]
    [InlineData(32, 1000)]
    [InlineData(32, 2)]
    public async Task No_history_grows_with_the_chunks_of_a_file(int resultsAtOnce, int wrongGuess)
    {
        // Both have waves of waves.
        var chunks = Law.IsWhole ? 40_000 : 20_200;
        var small = await Simulation.DurableAsync(10_100, resultsAtOnce, wrongGuess);
        var large = await Simulation.DurableAsync(chunks, resultsAtOnce, wrongGuess);

        Assert.InRange(large.LargestHistoryEvents, 1, 350);
        Assert.True(large.HistoryBytes / (double)chunks < small.HistoryBytes / 10_100.0 * 1.5, $"{small} {large}");
        Assert.True(large.Replays / (double)chunks < small.Replays / 10_100.0 * 1.5, $"{small} {large}");
        Assert.True(large.ReplayedBytes / (double)chunks < small.ReplayedBytes / 10_100.0 * 1.5, $"{small} {large}");
    }

    [Fact]
    public async Task Results_delivered_one_at_a_time_cost_one_replay_each()
    {
        var cost = await Simulation.DurableAsync(100, resultsAtOnce: 1, wrongGuess: 1000);

        // Inspect, 100 chunks, judge, publish, conclude: each call has two events, and each result wakes the one instance.
        Assert.Equal((1, 210, 105), (cost.Instances, cost.HistoryEvents, cost.Replays));
    }
}
