using System.Buffers.Binary;
using System.Text;

namespace DuffBeer.Iceberg.Avro;

/// <summary>Reads Avro's binary encoding.</summary>
/// <exception cref="FormatException">The bytes end early, or a length is impossible.</exception>
sealed class AvroDecoder(ReadOnlyMemory<byte> from)
{
    int _at;

    public bool IsAtEnd => _at == from.Length;

    int BytesLeft => from.Length - _at;

    public object? Read(AvroType type) => type.Kind switch
    {
        AvroKind.Null => null,
        AvroKind.Boolean => Take(1)[0] == 1,
        AvroKind.Int => ReadInt(),
        AvroKind.Long => ReadLong(),
        AvroKind.Double => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double))),
        AvroKind.Bytes => ReadBytes().ToArray(),
        AvroKind.String => Encoding.UTF8.GetString(ReadBytes()),
        AvroKind.Fixed => Take(type.Size).ToArray(),
        AvroKind.Array => ReadArray(type.Parts[0]),
        AvroKind.Record => ReadRecord(type),
        AvroKind.Union => Read(ReadLong() is var branch && branch >= 0 && branch < type.Parts.Count
            ? type.Parts[(int)branch]
            : throw new FormatException($"A union has no branch {branch}.")),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, null),
    };

    public long ReadLong()
    {
        var (value, shift) = (0UL, 0);
        byte next;
        do
        {
            next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            shift += 7;
        }
        while (next >= 0x80 && shift < 70);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>How many values the next block of an array or map has; 0 at its end.</summary>
    public int ReadBlockCount()
    {
        var count = ReadLong();
        if (count >= 0)
            return Count(count);
        // A negative count is followed by the length of the block in bytes.
        _ = ReadLong();
        return count == long.MinValue ? Count(long.MaxValue) : Count(-count);
    }

    public ReadOnlySpan<byte> ReadBytes() => Take(ReadLong());

    public ReadOnlySpan<byte> Take(long length)
    {
        if (length < 0 || length > BytesLeft)
            throw new FormatException($"{length} bytes are missing at {_at} of {from.Length}.");
        var taken = from.Span.Slice(_at, (int)length);
        _at += (int)length;
        return taken;
    }

    object?[] ReadRecord(AvroType type)
    {
        var fields = new object?[type.Parts.Count];
        for (var index = 0; index < fields.Length; index++)
            fields[index] = Read(type.Parts[index]);
        return fields;
    }

    List<object?> ReadArray(AvroType items)
    {
        var values = new List<object?>();
        while (ReadBlockCount() is > 0 and var count)
        {
            for (var index = 0; index < count; index++)
                values.Add(Read(items));
        }

        return values;
    }

    int ReadInt() =>
        ReadLong() is >= int.MinValue and <= int.MaxValue and var value
            ? (int)value
            : throw new FormatException($"A number before {_at} of {from.Length} is no 32-bit integer.");

    /// <summary>A count of values that follow. More values than bytes, or values of no bytes, would only fill the memory.</summary>
    public int Count(long count) =>
        count >= 0 && count <= BytesLeft
            ? (int)count
            : throw new FormatException($"There cannot be {count} values in the {BytesLeft} bytes from {_at} on.");
}
