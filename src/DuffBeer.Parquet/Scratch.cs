namespace DuffBeer.Parquet;

/// <summary>An array that grows to the largest length asked for and is kept.</summary>
sealed class Scratch<T> where T : unmanaged
{
    T[] _items = [];

    public unsafe long Held => (long)_items.Length * sizeof(T);

    /// <summary>Room whose content is what was left there.</summary>
    public Span<T> Take(int length)
    {
        if (_items.Length < length)
            _items = new T[length];
        return _items.AsSpan(0, length);
    }

    /// <summary>The values of the rows that are not null, moved together where some are.</summary>
    public ReadOnlySpan<T> Dense(ReadOnlySpan<T> values, ReadOnlySpan<byte> present, int nulls)
    {
        if (nulls == 0)
            return values;

        // Every row is written, only a present one moves the end on: no branch to mispredict.
        var dense = Take(values.Length);
        var count = 0;
        for (var row = 0; row < values.Length; row++)
        {
            dense[count] = values[row];
            count += present[row];
        }

        return dense[..count];
    }
}
