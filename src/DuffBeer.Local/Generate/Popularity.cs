namespace DuffBeer.Local.Generate;

/// <summary>Draws ranks by Zipf's law: rank r has a probability proportional to 1 / (r + flatness).</summary>
/// <remarks>Uses a table of slots computed with integers only, so one draw is one look-up.</remarks>
sealed class Popularity
{
    const int Slots = 1 << 20;

    readonly int[] _slots = new int[Slots];

    public Popularity(int ranks, int flatness)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ranks, Slots / 2);
        var total = 0L;
        for (var rank = 0; rank < ranks; rank++)
            total += Weight(rank);

        var (begin, cumulated) = (0, 0L);
        for (var rank = 0; rank < ranks; rank++)
        {
            cumulated += Weight(rank);
            var end = (int)(cumulated * Slots / total);
            _slots.AsSpan(begin..end).Fill(rank);
            begin = end;
        }

        long Weight(int rank) => 1_000_000_000L / (rank + flatness);
    }

    public int Draw(SplitMix random) => _slots[random.Below(Slots)];
}
