using System.Runtime.CompilerServices;
using DuffBeer.Core.Columns;

namespace DuffBeer.Parquet;

/// <summary>A reusable array that grows to the largest requested length.</summary>
sealed class Scratch<T> where T : unmanaged
{
    T[] _items = [];

    public unsafe long Held => (long)_items.Length * sizeof(T);

    /// <summary>A span with unspecified content.</summary>
    public Span<T> Take(int length)
    {
        if (_items.Length < length)
            _items = new T[length];
        return _items.AsSpan(0, length);
    }

    /// <summary>The values of a column without the rows that are null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<T> Dense(ColumnBuffer column, ReadOnlySpan<T> rows)
    {
        if (column.NullCount == 0)
            return rows;

        // Every row is copied, but only one with a value advances the end: there is no branch to mispredict.
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
