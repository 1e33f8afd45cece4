namespace DuffBeer.Aws.S3;

/// <summary>Converts the order of UTF-8 bytes to the ordinal order of .NET's strings.</summary>
/// <remarks>
/// They differ only from U+D800 on: .NET sorts surrogate pairs before U+E000 to U+FFFF. Only keys that differ there are buffered and
/// sorted.
/// </remarks>
static class OrdinalOrder
{
    const char FirstDiffering = '\uD800';

    public static async IAsyncEnumerable<T> Of<T>(IAsyncEnumerable<T> items, Func<T, string> keyOf)
    {
        var held = new List<T>();
        var prefix = "";
        await foreach (var item in items)
        {
            var key = keyOf(item);
            var differs = key.Length > prefix.Length
                && key.StartsWith(prefix, StringComparison.Ordinal)
                && key[prefix.Length] >= FirstDiffering;
            if (held.Count > 0 && !differs)
            {
                foreach (var sorted in Sorted(held, keyOf))
                    yield return sorted;
                held.Clear();
            }

            if (held.Count == 0)
            {
                var at = key.AsSpan().IndexOfAnyInRange(FirstDiffering, '\uFFFF');
                if (at < 0)
                {
                    yield return item;
                    continue;
                }

                prefix = key[..at];
            }

            held.Add(item);
        }

        foreach (var sorted in Sorted(held, keyOf))
            yield return sorted;
    }

    /// <summary>A key before all keys behind <paramref name="after"/> in either order; null if there is none.</summary>
    public static string? Start(string? after) =>
        after?.AsSpan().IndexOfAnyInRange(FirstDiffering, '\uFFFF') switch
        {
            null or 0 => null,
            < 0 => after is "" ? null : after,
            var at => after[..at.Value],
        };

    static IEnumerable<T> Sorted<T>(List<T> held, Func<T, string> keyOf) => held.OrderBy(keyOf, StringComparer.Ordinal);
}
