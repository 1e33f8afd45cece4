using DuffBeer.Parquet.Tests.Encodings;

namespace DuffBeer.Parquet.Tests.Format;

/// <summary>Reads structs of the compact protocol without knowing their fields.</summary>
/// <remarks>Integers are long, binaries bytes, lists <c>object[]</c>, and structs dictionaries by field id.</remarks>
sealed class ThriftCompactReader(byte[] bytes)
{
    readonly BitReader _bits = new(bytes);

    /// <summary>Bytes read so far.</summary>
    public int Position => _bits.BytesRead;

    public Dictionary<int, object> Struct()
    {
        var fields = new Dictionary<int, object>();
        for (var id = 0; ;)
        {
            var header = (int)_bits.Bits(8);
            if (header == 0)
                return fields;
            Assert.NotEqual(0, header >> 4);
            id += header >> 4;
            fields.Add(id, Value(header & 15));
        }
    }

    object Value(int type) => type switch
    {
        1 => true,
        2 => false,
        4 or 5 or 6 => _bits.Zigzag(),
        8 => Many((int)_bits.Varint(), () => (byte)_bits.Bits(8)).ToArray(),
        9 => List(),
        12 => Struct(),
        _ => throw new FormatException($"Type {type} is not one that the writer writes."),
    };

    object[] List()
    {
        var header = (int)_bits.Bits(8);
        var count = header >> 4 == 15 ? (int)_bits.Varint() : header >> 4;
        // A boolean field's value is part of its type; in a list each is a byte.
        return [.. Many(count, () => (header & 15) is 1 or 2 ? _bits.Bits(8) == 1 : Value(header & 15))];
    }

    static IEnumerable<T> Many<T>(int count, Func<T> read) => Enumerable.Range(0, count).Select(_ => read());
}
