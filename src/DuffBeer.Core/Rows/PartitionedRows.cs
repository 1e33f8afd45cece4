using System.Buffers.Binary;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Rows;

/// <summary>Sends each row to the batch of its partition, found by the bytes of its partition values.</summary>
sealed class PartitionedRows
{
    sealed record PartitionColumn(string Name, LogicalType Type, int Slot, PartitionPath Path);

    readonly DatasetContract _contract;
    readonly RowSettings _settings;
    readonly PartitionColumn[] _by;
    readonly int[] _slots;
    readonly byte[] _run;
    readonly Dictionary<byte[], PartitionBatch> _partitions = new(ByteKeys.Comparer);
    readonly Dictionary<byte[], PartitionBatch>.AlternateLookup<ReadOnlySpan<byte>> _find;
    byte[] _key = new byte[256];

    public PartitionedRows(DatasetContract contract, RowSettings settings)
    {
        (_contract, _settings) = (contract, settings);
        _run = Encoding.UTF8.GetBytes(settings.RunId);
        _find = _partitions.GetAlternateLookup<ReadOnlySpan<byte>>();

        var columns = contract.Columns.Select(column => (column.Name, column.Type, Declared: column.Known.Concat(column.OneOf)))
            .Concat(contract.Derived.Select(column => (column.Name, column.Type, Declared: Enumerable.Empty<string>()))).ToList();
        _by = [.. from name in contract.PartitionBy
                  let slot = columns.FindLastIndex(column => column.Name == name)
                  select new PartitionColumn(name, columns[slot].Type, slot, new(columns[slot].Declared))];
        _slots = [.. Enumerable.Range(0, columns.Count).Where(slot => slot >= contract.Columns.Count || contract.IsStored(contract.Columns[slot]))];
    }

    public IReadOnlyCollection<PartitionBatch> Batches => _partitions.Values;

    /// <summary>Null when the row was appended; else the slot whose value is too long for a folder's name.</summary>
    public int? Append(RowValues row, long offset)
    {
        var key = Key(row);
        if (!_find.TryGetValue(key, out var batch))
        {
            if (Path(row, out var tooLong) is not { } path)
                return tooLong;
            if (_partitions.Count == _settings.MaxPartitions)
                throw new TerminalException(ProblemCode.TooManyPartitions,
                    $"{_contract.Name}: the rows have more than {_settings.MaxPartitions} different values of {string.Join(", ", _contract.PartitionBy)}; partition by a column of fewer values.");
            batch = new(path, _contract.StoredColumns, _slots, _run);
            _find[key] = batch;
        }

        batch.Append(row, offset);
        return null;
    }

    // Null and empty share a folder, so they share a key: both have no bytes.
    ReadOnlySpan<byte> Key(RowValues row)
    {
        var length = 0;
        foreach (var column in _by)
        {
            var text = row.Text(column.Slot);
            var isText = column.Type.Kind == TypeKind.String;
            var bytes = isText ? text.Length : row.IsNull(column.Slot) ? 0 : sizeof(long);
            if (length + sizeof(int) + bytes > _key.Length)
                Array.Resize(ref _key, (length + sizeof(int) + bytes) * 2);
            BinaryPrimitives.WriteInt32LittleEndian(_key.AsSpan(length), bytes);
            length += sizeof(int);
            if (isText)
                text.CopyTo(_key.AsSpan(length));
            else if (bytes > 0)
                BinaryPrimitives.WriteInt64LittleEndian(_key.AsSpan(length), row.Scalar(column.Slot));
            length += bytes;
        }

        return _key.AsSpan(0, length);
    }

    string? Path(RowValues row, out int tooLong)
    {
        tooLong = -1;
        var folders = new List<string>();
        foreach (var column in _by)
        {
            var value = row.IsNull(column.Slot) ? null
                : column.Type.Kind == TypeKind.String ? row.TextOf(column.Slot)
                : ScalarText.Of(column.Type, row.Scalar(column.Slot));
            if (column.Path.Folder(column.Name, value) is not { } folder)
            {
                tooLong = column.Slot;
                return null;
            }

            folders.Add(folder);
        }

        return string.Join('/', folders);
    }
}
