namespace DuffBeer.Core.Ports;

/// <summary>Does the same for many items, some at a time.</summary>
public static class SideBySide
{
    /// <returns>The results, in the order of the items.</returns>
    public static async Task<TResult[]> SelectAsync<T, TResult>(
        IEnumerable<T> items, int atATime, Func<T, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        var all = items.ToList();
        var results = new TResult[all.Count];
        await Parallel.ForEachAsync(
            all.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = atATime, CancellationToken = cancellationToken },
            async (item, running) => results[item.Index] = await work(item.Item, running));
        return results;
    }
}
