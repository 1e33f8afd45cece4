using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows;

namespace DuffBeer.Core.Runs.Keys;

/// <summary>A file of the run's keys and the chunk that it belongs to.</summary>
readonly record struct OwnKeys(int Chunk, string File);

/// <summary>The keys of one published run.</summary>
/// <param name="Run">Its index among the compared runs.</param>
readonly record struct PublishedKeys(int Run, string File);

/// <summary>Finds the rows of a run whose key an earlier row of it or a published row has, one slice of all hashes at a time.</summary>
/// <remarks>Memory is bounded by <see cref="MostRows"/> of the run's own keys and one file's hashes.</remarks>
sealed class KeyComparison(IObjectStore lake, IReadOnlyList<OwnKeys> own, IReadOnlyList<PublishedKeys> published)
{
    /// <summary>Keys of the run that are held at a time: 64 MiB.</summary>
    public const int MostRows = 1 << 20;

    readonly record struct Row(RowKey Key, int Chunk);

    /// <summary>A repeated row and its chunk.</summary>
    public readonly record struct Repeat(int Chunk, RepeatedRow Row);

    /// <param name="rows">The run's rows.</param>
    /// <returns>The repeated rows of each slice.</returns>
    public async IAsyncEnumerable<IReadOnlyList<Repeat>> FindAsync(
        long rows, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var slices = 1;
        while (slices < HashSlice.Bytes && rows / slices > MostRows)
            slices *= 2;
        foreach (var slice in HashSlice.Split(slices))
            yield return await FindAsync(slice, (int)(rows / slices * 17 / 16), cancellationToken);
    }

    async Task<IReadOnlyList<Repeat>> FindAsync(HashSlice slice, int expected, CancellationToken cancellationToken)
    {
        var rows = new List<Row>(expected);
        foreach (var (chunk, file) in own)
        {
            await using var keys = await KeyFile.OpenAsync(lake, file, cancellationToken);
            rows.AddRange((await keys.RowsAsync(slice, cancellationToken)).Select(key => new Row(key, chunk)));
        }

        rows.Sort((left, right) => left.Key.CompareTo(right.Key));
        var others = new int[rows.Count];
        foreach (var (run, file) in published)
        {
            await using var keys = await KeyFile.OpenAsync(lake, file, cancellationToken);
            Mark(rows, await keys.HashesAsync(slice, cancellationToken), run + 1, others);
        }

        var repeats = new List<Repeat>();
        for (var (index, first) = (0, 0); index < rows.Count; index++)
        {
            var (key, chunk) = rows[index];
            if (key.Hash != rows[first].Key.Hash)
                first = index;
            if (others[index] > 0)
                repeats.Add(new(chunk, new(key.Offset, -others[index])));
            else if (index > first)
                repeats.Add(new(chunk, new(key.Offset, rows[first].Key.Offset)));
        }

        return repeats;
    }

    /// <summary>Notes the run of those rows whose hash is among the run's. Both are sorted.</summary>
    static void Mark(List<Row> rows, ReadOnlySpan<UInt128> hashes, int run, Span<int> others)
    {
        var index = 0;
        foreach (var hash in hashes)
        {
            while (index < rows.Count && rows[index].Key.Hash < hash)
                index++;
            for (; index < rows.Count && rows[index].Key.Hash == hash; index++)
                others[index] = others[index] == 0 ? run : others[index];
        }
    }
}
