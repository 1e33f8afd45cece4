using System.Buffers;
using System.Text;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Smallest and largest string of a column, for statistics; long ones are cut.</summary>
static class StringBounds
{
    /// <summary>Bytes of a string that are kept in a bound.</summary>
    const int MaxLength = 64;

    public static ColumnStatistics Of(ByteStrings values, int nulls)
    {
        if (values.Count == 0)
            return new(null, null, nulls);
        var min = values[0];
        var max = min;
        for (var index = 1; index < values.Count; index++)
            Widen(ref min, ref max, values[index]);
        return new(Lower(min), Upper(max), nulls);
    }

    /// <summary>The same from the distinct values alone.</summary>
    public static ColumnStatistics Of(StringDictionary dictionary, ByteStrings values, int nulls)
    {
        var min = values[0];
        var max = min;
        foreach (var entry in dictionary.Entries)
            Widen(ref min, ref max, values[entry.First]);
        return new(Lower(min), Upper(max), nulls);
    }

    static void Widen(ref ReadOnlySpan<byte> min, ref ReadOnlySpan<byte> max, ReadOnlySpan<byte> value)
    {
        if (value.SequenceCompareTo(min) < 0)
            min = value;
        else if (value.SequenceCompareTo(max) > 0)
            max = value;
    }

    /// <summary>A prefix of the string, which sorts before it or is it.</summary>
    static Bound Lower(ReadOnlySpan<byte> smallest) => smallest.Length <= MaxLength
        ? new(smallest.ToArray(), IsExact: true)
        : new(smallest[..Cut(smallest)].ToArray(), IsExact: false);

    /// <summary>The string, or a shorter one that sorts after it; none where there is no such.</summary>
    static Bound? Upper(ReadOnlySpan<byte> largest)
    {
        if (largest.Length <= MaxLength)
            return new(largest.ToArray(), IsExact: true);

        var prefix = largest[..Cut(largest)];
        while (Rune.DecodeLastFromUtf8(prefix, out var last, out var length) == OperationStatus.Done)
        {
            prefix = prefix[..^length];
            if (Successor(last) is { } next)
                return new([.. prefix, .. Utf8(next)], IsExact: false);
        }

        return null;
    }

    /// <summary>Where to cut a long string so that no character is torn.</summary>
    static int Cut(ReadOnlySpan<byte> text)
    {
        const byte ContinuationMask = 0b1100_0000;
        const byte Continuation = 0b1000_0000;
        var cut = MaxLength;
        while (cut > 0 && (text[cut] & ContinuationMask) == Continuation)
            cut--;
        return cut;
    }

    /// <summary>The next character: UTF-8 sorts as code points do, and surrogates are none.</summary>
    static Rune? Successor(Rune rune) => rune.Value switch
    {
        0x10FFFF => null,
        0xD7FF => new Rune(0xE000),
        var value => new Rune(value + 1),
    };

    static byte[] Utf8(Rune rune)
    {
        var bytes = new byte[rune.Utf8SequenceLength];
        rune.EncodeToUtf8(bytes);
        return bytes;
    }
}
