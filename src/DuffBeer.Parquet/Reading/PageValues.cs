using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Reading;

/// <summary>Values of one page, in the form of the file: numbers, or strings back to back.</summary>
/// <param name="Bits">Numbers; a double by its bits, a boolean as 0 or 1. Empty for strings.</param>
/// <param name="Bytes">All strings. Empty for numbers.</param>
/// <param name="Ends">Where each string ends.</param>
readonly record struct PageValues(long[] Bits, byte[] Bytes, int[] Ends)
{
    public ReadOnlySpan<byte> Text(int index) => Bytes.AsSpan((index == 0 ? 0 : Ends[index - 1])..Ends[index]);

    /// <summary>The values of a data or dictionary page.</summary>
    /// <param name="dictionary">What indices refer to.</param>
    public static PageValues Read(
        ReadOnlySpan<byte> page, PageEncoding encoding, PhysicalType type, int count, PageValues? dictionary) => encoding switch
    {
        PageEncoding.Plain => Plain(page, type, count),
        PageEncoding.DeltaBinaryPacked => Deltas(page, type, count),
        PageEncoding.RleDictionary when dictionary is { } entries => Picked(page, entries, type, count),
        _ => throw new FormatException($"A page has the encoding {encoding}, which our parts do not have."),
    };

    static PageValues Plain(ReadOnlySpan<byte> page, PhysicalType type, int count)
    {
        if (type == PhysicalType.ByteArray)
            return Strings(page, count);
        var bits = new long[count];
        switch (type)
        {
            case PhysicalType.Int32:
                var ints = MemoryMarshal.Cast<byte, int>(page[..(count * sizeof(int))]);
                for (var index = 0; index < count; index++)
                    bits[index] = ints[index];
                break;
            case PhysicalType.Boolean:
                for (var index = 0; index < count; index++)
                    bits[index] = page[index >> 3] >> (index & 7) & 1;
                break;
            default:
                page[..(count * sizeof(long))].CopyTo(MemoryMarshal.AsBytes(bits.AsSpan()));
                break;
        }

        return new(bits, [], []);
    }

    static PageValues Strings(ReadOnlySpan<byte> page, int count)
    {
        var (bytes, ends, filled) = (new byte[page.Length], new int[count], 0);
        for (var index = 0; index < count; index++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(page);
            page.Slice(sizeof(int), length).CopyTo(bytes.AsSpan(filled));
            page = page[(sizeof(int) + length)..];
            ends[index] = filled += length;
        }

        return new([], bytes, ends);
    }

    static PageValues Deltas(ReadOnlySpan<byte> page, PhysicalType type, int count)
    {
        var bits = new long[count];
        PackedNumbers.ReadDeltas(page, type == PhysicalType.Int32 ? sum => (int)sum : sum => sum, bits);
        return new(bits, [], []);
    }

    static PageValues Picked(ReadOnlySpan<byte> page, PageValues entries, PhysicalType type, int count)
    {
        var picks = new int[count];
        if (count > 0)
            PackedNumbers.ReadRuns(page[1..], page[0], picks);
        if (type != PhysicalType.ByteArray)
            return new(Array.ConvertAll(picks, pick => entries.Bits[pick]), [], []);
        var (bytes, ends, filled) = (new byte[picks.Sum(pick => (long)entries.Text(pick).Length)], new int[count], 0);
        for (var index = 0; index < count; index++)
        {
            var text = entries.Text(picks[index]);
            text.CopyTo(bytes.AsSpan(filled));
            ends[index] = filled += text.Length;
        }

        return new([], bytes, ends);
    }
}
