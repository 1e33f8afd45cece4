using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;

namespace DuffBeer.Core.Rows;

/// <summary>The rows of one partition that are not written yet.</summary>
public sealed class PartitionBatch
{
    const int OffsetSlot = -1;
    const int RunSlot = -2;

    readonly ColumnBuffer[] _buffers;
    readonly int[] _slots;
    readonly byte[] _run;

    internal PartitionBatch(string path, IReadOnlyList<TableColumn> columns, IReadOnlyList<int> slots, byte[] run)
    {
        Path = path;
        Rows = new(columns);
        _buffers = [.. Rows.Buffers];
        _slots = [.. slots, OffsetSlot, RunSlot];
        _run = run;
    }

    /// <summary><c>name=value/…</c> of the partition columns, without a final slash; empty where the dataset has none.</summary>
    public string Path { get; }

    /// <summary>Columns as <see cref="DatasetContract.StoredColumns"/>. Whoever has written them clears the batch.</summary>
    public ColumnBatch Rows { get; }

    internal void Append(RowValues row, long offset)
    {
        for (var index = 0; index < _buffers.Length; index++)
        {
            var slot = _slots[index];
            if (slot == OffsetSlot)
                ((ValueBuffer<long>)_buffers[index]).Append(offset);
            else if (slot == RunSlot)
                ((StringBuffer)_buffers[index]).Append(_run);
            else if (row.IsNull(slot))
                _buffers[index].AppendNull();
            else
                Append(_buffers[index], row, slot);
        }
    }

    static void Append(ColumnBuffer buffer, RowValues row, int slot)
    {
        switch (buffer)
        {
            case ValueBuffer<long> longs:
                longs.Append(row.Scalar(slot));
                break;
            case StringBuffer texts:
                texts.Append(row.Text(slot));
                break;
            case ValueBuffer<int> ints:
                ints.Append((int)row.Scalar(slot));
                break;
            case ValueBuffer<double> doubles:
                doubles.Append(BitConverter.Int64BitsToDouble(row.Scalar(slot)));
                break;
            case ValueBuffer<byte> bools:
                bools.Append((byte)row.Scalar(slot));
                break;
        }
    }
}
