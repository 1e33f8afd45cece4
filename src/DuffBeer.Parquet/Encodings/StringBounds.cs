using System.Buffers;
using System.Text;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Bounds of strings, for statistics; long ones are truncated.</summary>
static class StringBounds
{
    /// <summary>Bytes of a string that a bound keeps.</summary>
    const int MaxLength = 64;

    /// <summary>The string or a prefix of it, which sorts before it.</summary>
    public static Bound Lower(ReadOnlySpan<byte> smallest) => smallest.Length <= MaxLength
        ? new(smallest.ToArray(), IsExact: true)
        : new(smallest[..Cut(smallest)].ToArray(), IsExact: false);

    /// <summary>The string, or a shorter one that sorts after it; null if there is none.</summary>
    public static Bound? Upper(ReadOnlySpan<byte> largest)
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

    /// <summary>Where to truncate a long string without splitting a character.</summary>
    static int Cut(ReadOnlySpan<byte> text)
    {
        const byte ContinuationMask = 0b1100_0000;
        const byte Continuation = 0b1000_0000;
        var cut = MaxLength;
        while (cut > 0 && (text[cut] & ContinuationMask) == Continuation)
            cut--;
        return cut;
    }

    /// <summary>The next character in UTF-8 order, which is that of code points without surrogates.</summary>
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
