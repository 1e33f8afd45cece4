using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;

namespace DuffBeer.Core.Rows;

/// <summary>The rows of one partition that are not written yet.</summary>
public sealed class PartitionBatch
{
    // By kind of buffer, so that no value asks what its column is.
    readonly (ValueBuffer<long> Buffer, int Slot)[] _longs;
    readonly (ValueBuffer<int> Buffer, int Slot)[] _ints;
    readonly (ValueBuffer<double> Buffer, int Slot)[] _doubles;
    readonly (ValueBuffer<byte> Buffer, int Slot)[] _bools;
    readonly (StringBuffer Buffer, int Slot)[] _texts;
    readonly ValueBuffer<long> _offsets;
    readonly StringBuffer _runs;
    readonly byte[] _run;

    /// <param name="slots">Where each of the contract's stored columns is in <see cref="RowValues"/>; the system columns follow them.</param>
    internal PartitionBatch(string path, IReadOnlyList<TableColumn> columns, IReadOnlyList<int> slots, byte[] run)
    {
        Path = path;
        Rows = new(columns);
        (_longs, _ints, _doubles, _bools, _texts) =
            (Of<ValueBuffer<long>>(slots), Of<ValueBuffer<int>>(slots), Of<ValueBuffer<double>>(slots), Of<ValueBuffer<byte>>(slots), Of<StringBuffer>(slots));
        _offsets = (ValueBuffer<long>)Rows.Buffers[slots.Count];
        _runs = (StringBuffer)Rows.Buffers[slots.Count + 1];
        _run = run;
    }

    /// <summary><c>name=value/…</c> of the partition columns, without a final slash; empty where the dataset has none.</summary>
    public string Path { get; }

    /// <summary>Columns as <see cref="DatasetContract.StoredColumns"/>. Whoever has written them clears the batch.</summary>
    public ColumnBatch Rows { get; }

    internal void Append(RowValues row, long offset)
    {
        foreach (var (buffer, slot) in _longs)
        {
            if (row.IsNull(slot))
                buffer.AppendNull();
            else
                buffer.Append(row.Scalar(slot));
        }

        foreach (var (buffer, slot) in _ints)
        {
            if (row.IsNull(slot))
                buffer.AppendNull();
            else
                buffer.Append((int)row.Scalar(slot));
        }

        foreach (var (buffer, slot) in _texts)
        {
            if (row.IsNull(slot))
                buffer.AppendNull();
            else
                buffer.Append(row.Text(slot));
        }

        AppendRare(row);
        _offsets.Append(offset);
        _runs.Append(_run);
    }

    void AppendRare(RowValues row)
    {
        foreach (var (buffer, slot) in _doubles)
        {
            if (row.IsNull(slot))
                buffer.AppendNull();
            else
                buffer.Append(BitConverter.Int64BitsToDouble(row.Scalar(slot)));
        }

        foreach (var (buffer, slot) in _bools)
        {
            if (row.IsNull(slot))
                buffer.AppendNull();
            else
                buffer.Append((byte)row.Scalar(slot));
        }
    }

    (T, int)[] Of<T>(IReadOnlyList<int> slots) where T : ColumnBuffer =>
        [.. slots.Select((slot, index) => (Rows.Buffers[index] as T, slot)).Where(column => column.Item1 is not null).Select(column => (column.Item1!, column.slot))];
}
