using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>DELTA_BINARY_PACKED: differences between values, in blocks; each mini-block uses the bits that its differences need.</summary>
/// <remarks>
/// All arithmetic wraps at the width of <typeparamref name="T"/>, as the format requires, so no difference is too wide.
/// </remarks>
static class DeltaBinaryPacking<T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    const int Block = 128;
    const int MiniBlocks = 4;
    const int MiniBlock = Block / MiniBlocks;

    /// <summary>An estimate measures one block in this many.</summary>
    const int SampleEvery = 8;

    /// <summary>The most bytes of a block, with room for packing.</summary>
    const int MaxBlockLength = Varint.MaxLength + MiniBlocks + Block * sizeof(ulong) + BitPacking.Slack;

    static readonly ulong s_mask = ulong.MaxValue >> 64 - T.AllBitsSet.GetByteCount() * 8;

    public static void Write(ArrayBufferWriter<byte> to, ReadOnlySpan<T> values)
    {
        to.WriteVarint(Block);
        to.WriteVarint(MiniBlocks);
        to.WriteVarint((ulong)values.Length);
        to.WriteZigzag(values.IsEmpty ? 0 : long.CreateTruncating(values[0]));

        Span<T> steps = stackalloc T[Block];
        Span<byte> widths = stackalloc byte[MiniBlocks];
        for (var from = 1; from < values.Length; from += Block)
        {
            var count = Math.Min(Block, values.Length - from);
            var room = to.GetSpan(MaxBlockLength);
            var written = Varint.WriteZigzag(room, Measure(values.Slice(from - 1, count + 1), steps, widths));
            widths.CopyTo(room[written..]);
            written += MiniBlocks;
            for (var mini = 0; mini * MiniBlock < count; mini++)
                written += BitPacking.Pack<T>(steps.Slice(mini * MiniBlock, MiniBlock), widths[mini], room[written..]);
            to.Advance(written);
        }
    }

    /// <summary>Estimates the bytes that <see cref="Write"/> takes.</summary>
    public static long EstimateBytes(ReadOnlySpan<T> values)
    {
        Span<T> steps = stackalloc T[Block];
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

    /// <summary>Computes the block's steps above its smallest, which it returns, and the bits of each mini-block.</summary>
    static long Measure(ReadOnlySpan<T> values, Span<T> steps, Span<byte> widths)
    {
        var smallest = values.Length == Block + 1 ? WholeSteps(values, steps) : Steps(values, steps);
        for (var mini = 0; mini < MiniBlocks; mini++)
            widths[mini] = (byte)BitPacking.WidthOf(Subtract(steps.Slice(mini * MiniBlock, MiniBlock), smallest));
        return long.CreateTruncating(smallest);
    }

    /// <summary>The steps of a full block; returns the smallest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static T WholeSteps(ReadOnlySpan<T> values, Span<T> steps)
    {
        var smallest = new Vector<T>(T.MaxValue);
        for (var at = 0; at < Block; at += Vector<T>.Count)
        {
            var next = new Vector<T>(values[(at + 1)..]) - new Vector<T>(values[at..]);
            smallest = Vector.Min(smallest, next);
            next.CopyTo(steps[at..]);
        }

        var least = smallest[0];
        for (var lane = 1; lane < Vector<T>.Count; lane++)
            least = T.Min(least, smallest[lane]);
        return least;
    }

    /// <summary>The same for a partial block; each step after its end is the smallest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static T Steps(ReadOnlySpan<T> values, Span<T> steps)
    {
        var smallest = T.MaxValue;
        for (var index = 1; index < values.Length; index++)
        {
            steps[index - 1] = values[index] - values[index - 1];
            smallest = T.Min(smallest, steps[index - 1]);
        }

        steps[(values.Length - 1)..].Fill(smallest);
        return smallest;
    }

    /// <summary>Subtracts the smallest step from all; returns the combined bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static ulong Subtract(Span<T> steps, T smallest)
    {
        var (floor, all) = (new Vector<T>(smallest), Vector<T>.Zero);
        for (var at = 0; at < MiniBlock; at += Vector<T>.Count)
        {
            var above = new Vector<T>(steps[at..]) - floor;
            all |= above;
            above.CopyTo(steps[at..]);
        }

        var bits = all[0];
        for (var lane = 1; lane < Vector<T>.Count; lane++)
            bits |= all[lane];
        return ulong.CreateTruncating(bits) & s_mask;
    }
}
