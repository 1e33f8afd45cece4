using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Iceberg;

/// <summary>Our types as Iceberg names and stores them.</summary>
static class IcebergType
{
    public static string Of(LogicalType type) => type.Kind switch
    {
        TypeKind.Int32 => "int",
        TypeKind.Int64 => "long",
        TypeKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({type.Precision}, {type.Scale})"),
        TypeKind.Double => "double",
        TypeKind.Bool => "boolean",
        TypeKind.Date => "date",
        TypeKind.Timestamp => "timestamptz",
        _ => "string",
    };

    /// <summary>Whether files with the old type are read as the new one: equal, int to long, or a decimal with more digits.</summary>
    public static bool MayBecome(string old, string now)
    {
        if (old == now || (old, now) is ("int", "long"))
            return true;
        return Digits(old) is { } before && Digits(now) is { } after && before.Scale == after.Scale && before.Precision <= after.Precision;
    }

    /// <summary>The type of a partition column in a manifest.</summary>
    public static string Avro(LogicalType type) => type.Kind switch
    {
        TypeKind.Int32 => "\"int\"",
        TypeKind.Bool => "\"boolean\"",
        TypeKind.Date => """{"type":"int","logicalType":"date"}""",
        TypeKind.Timestamp => """{"type":"long","logicalType":"timestamp-micros","adjust-to-utc":true}""",
        TypeKind.Decimal => string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"type":"fixed","name":"decimal_{{type.Precision}}_{{type.Scale}}","size":{{SizeOf(type)}},
            "logicalType":"decimal","precision":{{type.Precision}},"scale":{{type.Scale}}}
            """).ReplaceLineEndings(""),
        TypeKind.Int64 => "\"long\"",
        _ => "\"string\"",
    };

    /// <summary>Reads what a partition's folder says; null if it is not a value of the type.</summary>
    /// <returns>The value as it is in a manifest, except decimals, which are unscaled numbers.</returns>
    public static IComparable? Parse(LogicalType type, string text)
    {
        const NumberStyles whole = NumberStyles.AllowLeadingSign;
        var invariant = CultureInfo.InvariantCulture;
        switch (type.Kind)
        {
            case TypeKind.Int32:
                return int.TryParse(text, whole, invariant, out var small) ? small : null;
            case TypeKind.Int64:
                return long.TryParse(text, whole, invariant, out var large) ? large : null;
            case TypeKind.Decimal:
                return decimal.TryParse(text, whole | NumberStyles.AllowDecimalPoint, invariant, out var number)
                    ? (long)(number * LogicalType.PowersOfTen[type.Scale])
                    : null;
            case TypeKind.Bool:
                return bool.TryParse(text, out var truth) ? truth : null;
            case TypeKind.Date:
                return DateOnly.TryParseExact(text, "yyyy-MM-dd", invariant, DateTimeStyles.None, out var date)
                    ? date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber
                    : null;
            case TypeKind.Timestamp:
                return DateTimeOffset.TryParse(text, invariant, DateTimeStyles.AssumeUniversal, out var time)
                    ? (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
                    : null;
            case TypeKind.String:
                return new Utf8Order(text);
            default:
                return null;
        }
    }

    /// <summary>A parsed value as it is in a manifest.</summary>
    public static object? Stored(LogicalType type, IComparable? value) => value switch
    {
        long unscaled when type.Kind == TypeKind.Decimal => Fixed(unscaled, SizeOf(type)),
        Utf8Order text => text.Text,
        _ => value,
    };

    /// <summary>A parsed value as a bound: Iceberg's single-value serialization.</summary>
    public static byte[] Bound(LogicalType type, IComparable value)
    {
        switch (value)
        {
            case long unscaled when type.Kind == TypeKind.Decimal:
                return new BigInteger(unscaled).ToByteArray(isBigEndian: true);
            case long number:
                var eight = new byte[sizeof(long)];
                BinaryPrimitives.WriteInt64LittleEndian(eight, number);
                return eight;
            case int number:
                var four = new byte[sizeof(int)];
                BinaryPrimitives.WriteInt32LittleEndian(four, number);
                return four;
            case bool truth:
                return [truth ? (byte)1 : (byte)0];
            default:
                return Encoding.UTF8.GetBytes(((Utf8Order)value).Text);
        }
    }

    /// <summary>A bound of Parquet's statistics as Iceberg has it: only decimals differ.</summary>
    public static byte[] Bound(LogicalType type, byte[] plain) => type.Kind != TypeKind.Decimal
        ? plain
        : new BigInteger(
            plain.Length == sizeof(int)
                ? BinaryPrimitives.ReadInt32LittleEndian(plain)
                : BinaryPrimitives.ReadInt64LittleEndian(plain)).ToByteArray(isBigEndian: true);

    /// <summary>Bytes that hold any number of this precision, as signed.</summary>
    static int SizeOf(LogicalType type)
    {
        var size = 1;
        while (BigInteger.Pow(10, type.Precision) - 1 > BigInteger.Pow(2, 8 * size - 1) - 1)
            size++;
        return size;
    }

    static byte[] Fixed(long value, int size)
    {
        var bytes = new byte[size];
        for (var at = size - 1; at >= 0; at--, value >>= 8)
            bytes[at] = (byte)value;
        return bytes;
    }

    static (int Precision, int Scale)? Digits(string type)
    {
        if (!LogicalType.TryParse(type, out var parsed) || parsed.Kind != TypeKind.Decimal)
            return null;
        return (parsed.Precision, parsed.Scale);
    }

    /// <summary>A text in the order of its UTF-8 bytes, as bounds are compared.</summary>
    sealed record Utf8Order(string Text) : IComparable
    {
        public int CompareTo(object? obj) =>
            Encoding.UTF8.GetBytes(Text).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(((Utf8Order)obj!).Text));
    }
}
