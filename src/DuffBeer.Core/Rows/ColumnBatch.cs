using System.Buffers;
using System.Runtime.CompilerServices;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Rows;

/// <summary>Typed column buffers of equal length: what a part writer takes as one row group.</summary>
/// <remarks>Buffers are pooled: a chunk that is done gives them back to the next.</remarks>
public sealed class ColumnBatch : IDisposable
{
    public ColumnBatch(IReadOnlyList<TableColumn> columns)
    {
        Columns = columns;
        Buffers = [.. columns.Select(column => ColumnBuffer.For(column.Type))];
    }

    public IReadOnlyList<TableColumn> Columns { get; }
    public IReadOnlyList<ColumnBuffer> Buffers { get; }
    public int RowCount => Buffers.Count == 0 ? 0 : Buffers[0].Count;

    /// <summary>Bytes that the buffers hold now: what counts against a memory budget.</summary>
    public long Bytes => Buffers.Sum(buffer => buffer.Bytes);

    public void Clear()
    {
        foreach (var buffer in Buffers)
            buffer.Clear();
    }

    public void Dispose()
    {
        foreach (var buffer in Buffers)
            buffer.Dispose();
    }
}

/// <summary>The values of one column, a slot a row, and which of them are null.</summary>
public abstract class ColumnBuffer : IDisposable
{
    protected const int FirstRows = 1024;

    byte[] _present = ArrayPool<byte>.Shared.Rent(FirstRows);

    public int Count { get; private set; }
    public int NullCount { get; private set; }

    /// <summary>One byte a row: 1 where there is a value, 0 where it is null.</summary>
    public ReadOnlySpan<byte> Present => _present.AsSpan(0, Count);
    public abstract long Bytes { get; }
    public abstract void AppendNull();

    public virtual void Clear() => Count = NullCount = 0;

    public virtual void Dispose()
    {
        Clear();
        Return(ref _present);
        GC.SuppressFinalize(this);
    }

    /// <summary>The buffer that holds values of a type, as <see cref="LogicalType"/> says.</summary>
    public static ColumnBuffer For(LogicalType type) => type.Kind switch
    {
        TypeKind.Int32 or TypeKind.Date => new ValueBuffer<int>(),
        TypeKind.Int64 or TypeKind.Decimal or TypeKind.Timestamp => new ValueBuffer<long>(),
        TypeKind.Double => new ValueBuffer<double>(),
        TypeKind.Bool => new ValueBuffer<byte>(),
        _ => new StringBuffer(),
    };

    protected void MarkPresent()
    {
        if (Count == _present.Length)
            Grow(ref _present);
        _present[Count++] = 1;
    }

    protected void MarkNull()
    {
        if (Count == _present.Length)
            Grow(ref _present);
        _present[Count++] = 0;
        NullCount++;
    }

    // Apart, so that what is done for every value stays small enough to be inlined.
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected static void Grow<T>(ref T[] values, long atLeast = 0)
    {
        var larger = ArrayPool<T>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(values.Length * 2L, atLeast)));
        values.CopyTo(larger, 0);
        ArrayPool<T>.Shared.Return(values);
        values = larger;
    }

    /// <summary>Gives the array back, once; what is appended afterwards fails.</summary>
    protected static void Return<T>(ref T[] values)
    {
        if (values.Length > 0)
            ArrayPool<T>.Shared.Return(values);
        values = [];
    }
}

/// <summary>Fixed-width values; a null's slot holds the default.</summary>
public sealed class ValueBuffer<T> : ColumnBuffer where T : unmanaged
{
    T[] _values = ArrayPool<T>.Shared.Rent(FirstRows);

    public ReadOnlySpan<T> Values => _values.AsSpan(0, Count);
    public override unsafe long Bytes => (long)Count * (sizeof(T) + 1);

    public void Append(T value)
    {
        if (Count == _values.Length)
            Grow(ref _values);
        _values[Count] = value;
        MarkPresent();
    }

    public override void AppendNull()
    {
        if (Count == _values.Length)
            Grow(ref _values);
        _values[Count] = default;
        MarkNull();
    }

    public override void Dispose()
    {
        base.Dispose();
        Return(ref _values);
    }
}

/// <summary>UTF-8 strings back to back; a null has no bytes.</summary>
public sealed class StringBuffer : ColumnBuffer
{
    byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstRows);
    int[] _ends = ArrayPool<int>.Shared.Rent(FirstRows);
    int _length;

    public override long Bytes => _length + Count * 5L;

    /// <summary>All bytes of all rows, in order.</summary>
    public ReadOnlySpan<byte> Data => _bytes.AsSpan(0, _length);

    /// <summary>Where each row's bytes end in <see cref="Data"/>; a row's begin where the one before ended.</summary>
    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, Count);

    public ReadOnlySpan<byte> this[int row]
    {
        get
        {
            var begin = row == 0 ? 0 : _ends[row - 1];
            return _bytes.AsSpan(begin, _ends[row] - begin);
        }
    }

    public void Append(ReadOnlySpan<byte> value)
    {
        if (value.Length > _bytes.Length - _length)
            Grow(ref _bytes, (long)_length + value.Length);
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
        End();
        MarkPresent();
    }

    public override void AppendNull()
    {
        End();
        MarkNull();
    }

    public override void Clear()
    {
        base.Clear();
        _length = 0;
    }

    public override void Dispose()
    {
        base.Dispose();
        Return(ref _bytes);
        Return(ref _ends);
    }

    void End()
    {
        if (Count == _ends.Length)
            Grow(ref _ends);
        _ends[Count] = _length;
    }
}
