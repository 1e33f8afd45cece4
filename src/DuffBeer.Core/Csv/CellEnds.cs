namespace DuffBeer.Core.Csv;

/// <summary>Where the cells of one unit end, relative to the unit's first byte: on their separator, or on the unit's end.</summary>
sealed class CellEnds
{
    int[] _ends = new int[64];

    public int Count { get; private set; }

    public ReadOnlySpan<int> All => _ends.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(int end)
    {
        if (Count == _ends.Length)
            Array.Resize(ref _ends, Count * 2);
        _ends[Count++] = end;
    }
}
