namespace DuffBeer.Core.Chunks;

/// <summary>Borders of many chunks in few bytes, because a history stores them once per level of waves.</summary>
/// <param name="Distances">Two for each chunk: from the next boundary of the chunk before to its own first, and from there to its next.
/// Between neighbours that meet the former is 0. A null, alone, is a chunk that read nothing.</param>
public sealed record PackedBorders(IReadOnlyList<long?> Distances)
{
    public static PackedBorders Of(IEnumerable<ChunkBorders> borders)
    {
        var distances = new List<long?>();
        var at = 0L;
        foreach (var (first, next) in borders)
        {
            distances.Add(first - at);
            if (first is not { } start)
                continue;
            distances.Add(next - start);
            at = next;
        }

        return new(distances);
    }

    public IEnumerable<ChunkBorders> Unpack()
    {
        var at = 0L;
        for (var index = 0; index < Distances.Count; index++)
        {
            if (Distances[index] is not { } toFirst)
            {
                yield return new(null, 0);
                continue;
            }

            var first = at + toFirst;
            at = first + Distances[++index]!.Value;
            yield return new(first, at);
        }
    }
}
