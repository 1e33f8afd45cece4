using System.Runtime.CompilerServices;

namespace DuffBeer.Core.Runs.Records;

/// <summary>Merges lists that have the newest first.</summary>
static class Newest
{
    /// <summary>Asks for the first items of all lists at once.</summary>
    /// <param name="placeOf">An item's place: greater for a newer one.</param>
    public static async IAsyncEnumerable<T> MergeAsync<T>(
        IEnumerable<IAsyncEnumerable<T>> lists, Func<T, string> placeOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heads = lists.Select(list => list.GetAsyncEnumerator(cancellationToken)).ToList();
        try
        {
            var isThere = await Task.WhenAll(heads.Select(head => head.MoveNextAsync().AsTask()));
            var left = heads.Where((_, at) => isThere[at]).ToList();
            while (left.Count > 0)
            {
                var newest = left.MaxBy(head => placeOf(head.Current), StringComparer.Ordinal)!;
                yield return newest.Current;
                if (!await newest.MoveNextAsync())
                    left.Remove(newest);
            }
        }
        finally
        {
            foreach (var head in heads)
                await head.DisposeAsync();
        }
    }
}
