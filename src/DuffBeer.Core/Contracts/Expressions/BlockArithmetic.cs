using System.Numerics;
using System.Runtime.CompilerServices;

namespace DuffBeer.Core.Contracts.Expressions;

/// <summary>Arithmetic on many 64-bit numbers at once; false where a result might not fit.</summary>
static class BlockArithmetic
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryMultiply(ReadOnlySpan<long> left, ReadOnlySpan<long> right, Span<long> to)
    {
        if (Bits(left) + Bits(right) > 64)
            return false;
        var at = 0;
        for (; at <= to.Length - Vector<long>.Count; at += Vector<long>.Count)
            (new Vector<long>(left[at..]) * new Vector<long>(right[at..])).CopyTo(to[at..]);
        for (; at < to.Length; at++)
            to[at] = left[at] * right[at];
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryAdd(ReadOnlySpan<long> left, ReadOnlySpan<long> right, bool minus, Span<long> to)
    {
        if (Math.Max(Bits(left), Bits(right)) > 62)
            return false;
        for (var at = 0; at < to.Length; at++)
            to[at] = minus ? left[at] - right[at] : left[at] + right[at];
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreWithin(ReadOnlySpan<long> values, long least, long greatest)
    {
        var (min, max) = (new Vector<long>(long.MaxValue), new Vector<long>(long.MinValue));
        var at = 0;
        for (; at <= values.Length - Vector<long>.Count; at += Vector<long>.Count)
        {
            var next = new Vector<long>(values[at..]);
            (min, max) = (Vector.Min(min, next), Vector.Max(max, next));
        }

        var within = Vector.GreaterThanOrEqualAll(min, new(least)) && Vector.LessThanOrEqualAll(max, new(greatest));
        for (; at < values.Length; at++)
            within &= values[at] >= least && values[at] <= greatest;
        return within;
    }

    /// <summary>Bits of the largest magnitude: a product needs at most the sum of its factors' bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Bits(ReadOnlySpan<long> values)
    {
        var bits = Vector<long>.Zero;
        var at = 0;
        for (; at <= values.Length - Vector<long>.Count; at += Vector<long>.Count)
        {
            var next = new Vector<long>(values[at..]);
            bits |= Vector.ConditionalSelect(Vector.LessThan(next, Vector<long>.Zero), ~next, next);
        }

        var rest = 0L;
        for (var lane = 0; lane < Vector<long>.Count; lane++)
            rest |= bits[lane];
        for (; at < values.Length; at++)
            rest |= values[at] ^ (values[at] >> 63);
        // One more, as a negative number is larger by one than its complement.
        return 65 - BitOperations.LeadingZeroCount((ulong)rest);
    }
}
