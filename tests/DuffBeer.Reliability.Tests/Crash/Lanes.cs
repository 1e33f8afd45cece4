using DuffBeer.Reliability.Tests.Report;

namespace DuffBeer.Reliability.Tests.Crash;

/// <summary>Plays one story several times side by side, each with its share of the points.</summary>
static class Lanes
{
    /// <summary>One trial for each act that is struck, with the results of all lanes.</summary>
    /// <param name="sweep">A sweep of the lane, of so many.</param>
    /// <param name="trials">Begins a sweep.</param>
    public static async IAsyncEnumerable<Trial> RunAsync(
        int count, Func<(int Index, int Count), Sweep> sweep, Func<Sweep, IAsyncEnumerable<Trial>> trials)
    {
        var lanes = Enumerable.Range(0, count).Select(index => trials(sweep((index, count))).GetAsyncEnumerator()).ToList();
        try
        {
            // A sweep waits for its processes on its thread.
            while ((await Task.WhenAll(lanes.Select(lane => Task.Run(() => lane.MoveNextAsync().AsTask())))).All(hasMore => hasMore))
                yield return lanes.Select(lane => lane.Current).Aggregate((all, one) => all.With(one));
        }
        finally
        {
            foreach (var lane in lanes)
                await lane.DisposeAsync();
        }
    }
}
