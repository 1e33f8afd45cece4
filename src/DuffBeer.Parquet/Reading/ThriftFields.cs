using System.Text;

namespace DuffBeer.Parquet.Reading;

/// <summary>A struct of Thrift's compact protocol: its fields by number.</summary>
/// <remarks>Parquet's metadata is small, so a struct is read as a whole. Fields that are not asked for do no harm.</remarks>
sealed class ThriftFields
{
    readonly Dictionary<int, object> _fields = [];

    public bool Has(int field) => _fields.ContainsKey(field);

    public long Number(int field) => (long)_fields[field];

    public long? FindNumber(int field) => _fields.TryGetValue(field, out var value) ? (long)value : null;

    public string Text(int field) => Encoding.UTF8.GetString((byte[])_fields[field]);

    public ThriftFields Struct(int field) => (ThriftFields)_fields[field];

    public IReadOnlyList<ThriftFields> Structs(int field) => [.. ((List<object>)_fields[field]).Cast<ThriftFields>()];

    /// <summary>Reads a struct and advances behind it.</summary>
    /// <exception cref="FormatException">The bytes are no such struct.</exception>
    public static ThriftFields Read(ref ReadOnlySpan<byte> from)
    {
        var read = new ThriftFields();
        var field = 0;
        while (true)
        {
            var header = Byte(ref from);
            if (header == 0)
                return read;
            var step = header >> 4;
            field = step == 0 ? (int)Zigzag(ref from) : field + step;
            read._fields[field] = Value(ref from, header & 0x0F, isField: true);
        }
    }

    static object Value(ref ReadOnlySpan<byte> from, int type, bool isField)
    {
        switch (type)
        {
            case 1 or 2:
                // In a list, a truth takes a byte of its own.
                return (long)((isField ? type : Byte(ref from)) == 1 ? 1 : 0);
            case 3:
                return (long)(sbyte)Byte(ref from);
            case 4 or 5 or 6:
                return Zigzag(ref from);
            case 7:
                return BitConverter.ToDouble(Bytes(ref from, sizeof(double)));
            case 8:
                return Bytes(ref from, (int)Varint(ref from)).ToArray();
            case 9 or 10:
                return List(ref from);
            case 12:
                return Read(ref from);
            default:
                throw new FormatException($"Thrift has no type {type} in Parquet's metadata.");
        }
    }

    static List<object> List(ref ReadOnlySpan<byte> from)
    {
        var header = Byte(ref from);
        var count = header >> 4 == 15 ? (long)Varint(ref from) : header >> 4;
        var values = new List<object>();
        for (var index = 0L; index < count; index++)
            values.Add(Value(ref from, header & 0x0F, isField: false));
        return values;
    }

    static long Zigzag(ref ReadOnlySpan<byte> from) => Varints.Zigzag(ref from);

    static ulong Varint(ref ReadOnlySpan<byte> from) => Varints.Read(ref from);

    static byte Byte(ref ReadOnlySpan<byte> from) => Bytes(ref from, 1)[0];

    static ReadOnlySpan<byte> Bytes(ref ReadOnlySpan<byte> from, int count)
    {
        if ((uint)count > from.Length)
            throw new FormatException("Parquet's metadata ends early.");
        var bytes = from[..count];
        from = from[count..];
        return bytes;
    }
}
