namespace DuffBeer.Core.Rows;

/// <summary>Fixed-width values; what stands in a null's slot means nothing.</summary>
public sealed class ValueBuffer<T> : ColumnBuffer where T : unmanaged
{
    T[] _values = [];

    public ReadOnlySpan<T> Values => _values.AsSpan(0, Count);
    public override unsafe long Bytes => (long)Count * sizeof(T) + (NullCount > 0 ? Count : 0);

    public void Append(T value)
    {
        Reserve(ref _values, Count, 1);
        _values[Count] = value;
        MarkPresent();
    }

    public override void AppendNull()
    {
        Reserve(ref _values, Count, 1);
        _values[Count] = default;
        MarkNull();
    }

    /// <summary>Appends the same value a number of times.</summary>
    internal void AppendRepeated(T value, int rows)
    {
        NextValues(rows).Fill(value);
        MarkPresent(rows);
    }

    /// <summary>Appends all of the values; none is null.</summary>
    internal void AppendAll(ReadOnlySpan<T> values)
    {
        values.CopyTo(NextValues(values.Length));
        MarkPresent(values.Length);
    }

    /// <summary>Makes room for values that the caller writes at once; <see cref="Commit"/> counts them.</summary>
    internal Span<T> NextValues(int rows)
    {
        Reserve(ref _values, Count, rows);
        return _values.AsSpan(Count, rows);
    }

    /// <summary>Counts the values that were written to <see cref="NextValues"/>.</summary>
    /// <param name="present">1 or 0 for each candidate; empty where all have a value.</param>
    /// <param name="rows">The candidates that were written.</param>
    internal void Commit(ReadOnlySpan<byte> present, ReadOnlySpan<int> rows)
    {
        if (present.IsEmpty)
            MarkPresent(rows.Length);
        else
            Mark(present, rows);
    }

    public override void Dispose()
    {
        base.Dispose();
        Return(ref _values);
    }
}
