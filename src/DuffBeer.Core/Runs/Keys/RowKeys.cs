using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Runs.Keys;

/// <summary>The key of an accepted row.</summary>
/// <param name="Hash">The first 16 bytes of the SHA-256 of its values and the names of its columns.</param>
/// <param name="Offset">Absolute byte offset of the row.</param>
readonly record struct RowKey(UInt128 Hash, long Offset) : IComparable<RowKey>
{
    public int CompareTo(RowKey other) => Hash == other.Hash ? Offset.CompareTo(other.Offset) : Hash.CompareTo(other.Hash);
}

/// <summary>Computes the keys of accepted rows.</summary>
/// <remarks>Versions of a contract give a row the same key if its columns have the same names; int32 and int64 count as one type.</remarks>
sealed class RowKeys
{
    readonly int[] _columns;
    readonly int _offset;
    readonly byte[] _names;
    byte[] _text = new byte[256];

    public RowKeys(DatasetContract contract)
    {
        TableColumn[] stored = [.. contract.StoredColumns];
        _columns = [.. contract.UniqueBy.Select(column => Array.IndexOf(stored, column))];
        _offset = Array.IndexOf(stored, SystemColumns.Offset);
        _names = Encoding.UTF8.GetBytes(string.Concat(contract.UniqueBy.Select(column => $"{column.Name}:{Form(column.Type)};")));
        _names.CopyTo(_text, 0);
        if (_names.Length > _text.Length)
            _text = [.. _names];
    }

    /// <param name="rows">Rows with the contract's stored columns.</param>
    public void Add(ColumnBatch rows, List<RowKey> to)
    {
        var offsets = (ValueBuffer<long>)rows.Buffers[_offset];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        for (var row = 0; row < rows.RowCount; row++)
        {
            var length = _names.Length;
            foreach (var column in _columns)
                length = Append(rows.Buffers[column], row, length);
            SHA256.HashData(_text.AsSpan(0, length), hash);
            to.Add(new(BinaryPrimitives.ReadUInt128BigEndian(hash), offsets.Values[row]));
        }
    }

    int Append(ColumnBuffer buffer, int row, int at) => buffer switch
    {
        _ when buffer.IsNull(row) => Append([], at, -1),
        StringBuffer texts => Append(texts[row], at, texts[row].Length),
        ValueBuffer<int> numbers => Append(numbers.Values[row], at),
        ValueBuffer<long> numbers => Append(numbers.Values[row], at),
        ValueBuffer<double> numbers => Append(BitConverter.DoubleToInt64Bits(numbers.Values[row]), at),
        _ => Append(((ValueBuffer<byte>)buffer).Values[row], at),
    };

    int Append(long value, int at) => Append(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value)), at, sizeof(long));

    // The length comes first, so that two texts never run together.
    int Append(ReadOnlySpan<byte> value, int at, int length)
    {
        var end = at + sizeof(int) + value.Length;
        if (end > _text.Length)
            Array.Resize(ref _text, end * 2);
        BinaryPrimitives.WriteInt32LittleEndian(_text.AsSpan(at), length);
        value.CopyTo(_text.AsSpan(at + sizeof(int)));
        return end;
    }

    static string Form(LogicalType type) => type.Kind is TypeKind.Int32 or TypeKind.Int64 ? "int" : type.ToString();
}
