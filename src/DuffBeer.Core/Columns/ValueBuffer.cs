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

    internal override void AppendAll(ColumnBuffer rows)
    {
        var values = ((ValueBuffer<T>)rows).Values;
        Reserve(ref _values, Count, values.Length);
        values.CopyTo(_values.AsSpan(Count));
        MarkAs(rows);
    }

    /// <summary>Reserves space for values that the caller writes; <see cref="ColumnBuffer.Commit"/> adds them.</summary>
    internal Span<T> NextValues(int rows)
    {
        Reserve(ref _values, Count, rows);
        return _values.AsSpan(Count, rows);
    }

    public override void Dispose()
    {
        base.Dispose();
        Return(ref _values);
    }
}
