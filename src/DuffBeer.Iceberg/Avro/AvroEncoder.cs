using System.Buffers.Binary;
using System.Text;

namespace DuffBeer.Iceberg.Avro;

/// <summary>Avro's binary encoding.</summary>
sealed class AvroEncoder(Stream to)
{
    public void Write(AvroType type, object? value)
    {
        switch (type.Kind)
        {
            case AvroKind.Null:
                break;
            case AvroKind.Boolean:
                to.WriteByte((bool)value! ? (byte)1 : (byte)0);
                break;
            case AvroKind.Int:
                WriteLong((int)value!);
                break;
            case AvroKind.Long:
                WriteLong((long)value!);
                break;
            case AvroKind.Double:
                Span<byte> number = stackalloc byte[sizeof(double)];
                BinaryPrimitives.WriteDoubleLittleEndian(number, (double)value!);
                to.Write(number);
                break;
            case AvroKind.Bytes:
                WriteBytes((byte[])value!);
                break;
            case AvroKind.String:
                WriteBytes(Encoding.UTF8.GetBytes((string)value!));
                break;
            case AvroKind.Fixed:
                to.Write((byte[])value!);
                break;
            case AvroKind.Array:
                WriteArray(type.Parts[0], (IReadOnlyCollection<object?>)value!);
                break;
            case AvroKind.Record:
                var fields = (object?[])value!;
                for (var index = 0; index < fields.Length; index++)
                    Write(type.Parts[index], fields[index]);
                break;
            case AvroKind.Union:
                var branch = type.Parts[0].Kind == AvroKind.Null == value is null ? 0 : 1;
                WriteLong(branch);
                Write(type.Parts[branch], value);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type.Kind, null);
        }
    }

    /// <summary>A variable-length number: zigzag, seven bits per byte, lowest first.</summary>
    public void WriteLong(long value)
    {
        var rest = (ulong)(value << 1 ^ value >> 63);
        for (; rest >= 0x80; rest >>= 7)
            to.WriteByte((byte)(rest | 0x80));
        to.WriteByte((byte)rest);
    }

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteLong(value.Length);
        to.Write(value);
    }

    void WriteArray(AvroType items, IReadOnlyCollection<object?> values)
    {
        if (values.Count > 0)
        {
            WriteLong(values.Count);
            foreach (var value in values)
                Write(items, value);
        }

        WriteLong(0);
    }
}
