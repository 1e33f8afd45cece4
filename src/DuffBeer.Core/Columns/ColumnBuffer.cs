using System.Runtime.CompilerServices;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Columns;

/// <summary>The values of one column, one slot per row, and which of them are null.</summary>
public abstract class ColumnBuffer : IDisposable
{
    readonly ColumnArrays _arrays = ColumnArrays.Current;

    // Filled from the first null on: most columns have none.
    byte[] _present = [];

    public int Count { get; private set; }
    public int NullCount { get; private set; }

    /// <summary>One byte per row: 1 for a value, 0 for null. Empty if no row is null.</summary>
    public ReadOnlySpan<byte> Present => NullCount == 0 ? default : _present.AsSpan(0, Count);
    public abstract long Bytes { get; }

    public bool IsNull(int row) => NullCount > 0 && _present[row] == 0;

    public abstract void AppendNull();

    public virtual void Clear() => Count = NullCount = 0;

    public virtual void Dispose()
    {
        Clear();
        Return(ref _present);
        GC.SuppressFinalize(this);
    }

    /// <summary>The buffer for values of a type, in the memory form of <see cref="LogicalType"/>.</summary>
    public static ColumnBuffer For(LogicalType type) => type.Kind switch
    {
        TypeKind.Int32 or TypeKind.Date => new ValueBuffer<int>(),
        TypeKind.Int64 or TypeKind.Decimal or TypeKind.Timestamp => new ValueBuffer<long>(),
        TypeKind.Double => new ValueBuffer<double>(),
        TypeKind.Bool => new ValueBuffer<byte>(),
        _ => new StringBuffer(),
    };

    /// <summary>Counts rows that have values.</summary>
    protected void MarkPresent(int rows = 1)
    {
        if (NullCount > 0)
            MarksOf(rows).Fill(1);
        Count += rows;
    }

    protected void MarkNull()
    {
        NullCount++;
        if (NullCount == 1)
            MarkAllPresent();
        MarksOf(1)[0] = 0;
        Count++;
    }

    /// <summary>Adds the values that the caller wrote to the reserved space.</summary>
    /// <param name="present">1 or 0 for each candidate; empty if all have a value.</param>
    /// <param name="rows">The candidates that were written, in order.</param>
    internal void Commit(ReadOnlySpan<byte> present, ReadOnlySpan<int> rows)
    {
        // The candidates that are null may be none of these rows.
        var nulls = present.IsEmpty ? 0 : NullsOf(present, rows);
        if (nulls == 0)
        {
            MarkPresent(rows.Length);
            return;
        }

        if (NullCount == 0)
            MarkAllPresent();
        var marks = MarksOf(rows.Length);
        for (var index = 0; index < rows.Length; index++)
            marks[index] = present[rows[index]];
        NullCount += nulls;
        Count += rows.Length;
    }

    /// <summary>Appends some rows of a buffer of the same type.</summary>
    internal abstract void AppendRows(ColumnBuffer from, ReadOnlySpan<int> rows);

    static int NullsOf(ReadOnlySpan<byte> present, ReadOnlySpan<int> rows)
    {
        var nulls = rows.Length;
        foreach (var row in rows)
            nulls -= present[row];
        return nulls;
    }

    /// <summary>Reserves space after the <paramref name="used"/> values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Reserve<T>(ref T[] values, int used, int more)
    {
        if (values.Length - used < more)
            Grow(ref values, (long)used + more);
    }

    // Separate, so that the code for every value stays small enough to be inlined.
    [MethodImpl(MethodImplOptions.NoInlining)]
    void Grow<T>(ref T[] values, long atLeast)
    {
        // The outgrown array is dropped: the next request for that size gets a larger one.
        var larger = _arrays.Rent<T>((int)Math.Min(Array.MaxLength, Math.Max(values.Length * 4L, atLeast)));
        values.CopyTo(larger, 0);
        values = larger;
    }

    /// <summary>Returns the array, once; a later append takes a new one.</summary>
    protected void Return<T>(ref T[] values)
    {
        _arrays.Return(values);
        values = [];
    }

    void MarkAllPresent()
    {
        Reserve(ref _present, 0, Count);
        _present.AsSpan(0, Count).Fill(1);
    }

    Span<byte> MarksOf(int rows)
    {
        Reserve(ref _present, Count, rows);
        return _present.AsSpan(Count, rows);
    }
}
