using System.Buffers;
using System.Numerics;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>DELTA_BINARY_PACKED: the steps from value to value, in blocks, each mini-block with just the bits its steps need.</summary>
/// <remarks>All arithmetic wraps at the width of <typeparamref name="T"/>, as the format asks, so that no step is ever too wide.</remarks>
static class DeltaBinaryPacking<T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    const int Block = 128;
    const int MiniBlocks = 4;
    const int MiniBlock = Block / MiniBlocks;

    /// <summary>One block of so many is measured for an estimate.</summary>
    const int SampleEvery = 8;

    static readonly ulong s_mask = ulong.MaxValue >> 64 - T.AllBitsSet.GetByteCount() * 8;

    public static void Write(ArrayBufferWriter<byte> to, ReadOnlySpan<T> values)
    {
        to.WriteVarint(Block);
        to.WriteVarint(MiniBlocks);
        to.WriteVarint((ulong)values.Length);
        to.WriteZigzag(values.IsEmpty ? 0 : long.CreateTruncating(values[0]));

        Span<ulong> steps = stackalloc ulong[Block];
        Span<byte> widths = stackalloc byte[MiniBlocks];
        for (var from = 1; from < values.Length; from += Block)
        {
            var count = Math.Min(Block, values.Length - from);
            to.WriteZigzag(Measure(values.Slice(from - 1, count + 1), steps, widths));
            to.Write(widths);
            for (var mini = 0; mini * MiniBlock < count; mini++)
            {
                var length = MiniBlock / 8 * widths[mini];
                BitPacking.Pack<ulong>(steps.Slice(mini * MiniBlock, MiniBlock), widths[mini], to.GetSpan(length)[..length]);
                to.Advance(length);
            }
        }
    }

    /// <summary>About how many bytes <see cref="Write"/> would take.</summary>
    public static long EstimateBytes(ReadOnlySpan<T> values)
    {
        Span<ulong> steps = stackalloc ulong[Block];
        Span<byte> widths = stackalloc byte[MiniBlocks];
        var (bytes, measured) = (0L, 0L);
        for (var from = 1; from < values.Length; from += Block * SampleEvery)
        {
            var count = Math.Min(Block, values.Length - from);
            Measure(values.Slice(from - 1, count + 1), steps, widths);
            bytes += 1 + MiniBlocks;
            foreach (var width in widths)
                bytes += MiniBlock / 8 * width;
            measured += count;
        }

        return measured == 0 ? 0 : bytes * values.Length / measured;
    }

    /// <summary>Fills in the block's steps above its smallest, which it returns, and the bits that each mini-block needs.</summary>
    static long Measure(ReadOnlySpan<T> values, Span<ulong> steps, Span<byte> widths)
    {
        var smallest = T.MaxValue;
        for (var index = 1; index < values.Length; index++)
            smallest = T.Min(smallest, values[index] - values[index - 1]);

        steps.Clear();
        for (var index = 1; index < values.Length; index++)
            steps[index - 1] = ulong.CreateTruncating(values[index] - values[index - 1] - smallest) & s_mask;

        for (var mini = 0; mini < MiniBlocks; mini++)
        {
            var bits = 0UL;
            foreach (var step in steps.Slice(mini * MiniBlock, MiniBlock))
                bits |= step;
            widths[mini] = (byte)BitPacking.WidthOf(bits);
        }

        return long.CreateTruncating(smallest);
    }
}
