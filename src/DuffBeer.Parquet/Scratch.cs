using System.Runtime.CompilerServices;
using DuffBeer.Core.Columns;

namespace DuffBeer.Parquet;

/// <summary>An array that is kept, and grows to the largest length requested.</summary>
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

    /// <summary>What a column's rows hold, without the rows that are null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<T> Dense(ColumnBuffer column, ReadOnlySpan<T> rows)
    {
        if (column.NullCount == 0)
            return rows;

        // Every row is copied, but only one with a value moves the end on: no branch to mispredict.
        var present = column.Present;
        var dense = Take(rows.Length);
        var count = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            dense[count] = rows[row];
            count += present[row];
        }

        return dense[..count];
    }
}
