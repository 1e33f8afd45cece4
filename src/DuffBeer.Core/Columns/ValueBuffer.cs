namespace DuffBeer.Core.Columns;

/// <summary>Fixed-width values; a null's slot has no meaning.</summary>
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

    /// <summary>Reserves space for values that the caller writes; <see cref="ColumnBuffer.Commit"/> adds them.</summary>
    internal Span<T> NextValues(int rows)
    {
        Reserve(ref _values, Count, rows);
        return _values.AsSpan(Count, rows);
    }

    internal override void AppendRows(ColumnBuffer from, ReadOnlySpan<int> rows)
    {
        var values = ((ValueBuffer<T>)from).Values;
        var to = NextValues(rows.Length);
        for (var index = 0; index < rows.Length; index++)
            to[index] = values[rows[index]];
        Commit(from.Present, rows);
    }

    public override void Dispose()
    {
        base.Dispose();
        Return(ref _values);
    }
}
