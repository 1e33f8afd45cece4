namespace DuffBeer.Aws.Tests.Growth;

/// <summary>What a lake's age costs: lists and starts take nearly the same calls after ten times as many runs.</summary>
public sealed class GrowthTests
{
    /// <summary>
    /// A list of the newest halves its span of time a few times more. Reconcile lists landing and the marks of ended runs: nine pages more
    /// each.
    /// </summary>
    const int MostMore = 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ten_times_as_many_runs_take_hardly_more_calls(bool onS3)
    {
        var young = await CallsAsync(1_000, onS3);
        var old = await CallsAsync(10_000, onS3);

        Assert.All(young.Zip(old), calls => Assert.True(
            calls.Second.Calls <= calls.First.Calls + MostMore,
            $"{calls.First.Name}: {calls.First.Calls} calls with 1,000 runs, {calls.Second.Calls} with 10,000"));
    }

    static async Task<List<(string Name, int Calls)>> CallsAsync(int runs, bool onS3)
    {
        await using var lake = await GrownLake.WithAsync(runs, onS3);
        var calls = new List<(string, int)>();
        foreach (var (name, act) in lake.Actions())
            calls.Add((name, await lake.CallsOfAsync(act)));
        return calls;
    }
}
