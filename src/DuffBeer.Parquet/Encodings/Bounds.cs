using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Smallest and largest number, for statistics.</summary>
static class Bounds
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (T Min, T Max) Of<T>(ReadOnlySpan<T> values) where T : unmanaged, IBinaryInteger<T>
    {
        var (min, max) = (values[0], values[0]);
        var rest = MemoryMarshal.Cast<T, Vector<T>>(values);
        if (!rest.IsEmpty)
        {
            // Two independent vectors at a time.
            var (mins, maxes) = (rest[0], rest[0]);
            var (otherMins, otherMaxes) = (mins, maxes);
            var at = rest.Length % 2;
            for (; at < rest.Length; at += 2)
            {
                mins = Vector.Min(mins, rest[at]);
                maxes = Vector.Max(maxes, rest[at]);
                otherMins = Vector.Min(otherMins, rest[at + 1]);
                otherMaxes = Vector.Max(otherMaxes, rest[at + 1]);
            }

            mins = Vector.Min(mins, otherMins);
            maxes = Vector.Max(maxes, otherMaxes);
            for (var lane = 0; lane < Vector<T>.Count; lane++)
                (min, max) = (T.Min(min, mins[lane]), T.Max(max, maxes[lane]));
        }

        foreach (var value in values[(rest.Length * Vector<T>.Count)..])
            (min, max) = (T.Min(min, value), T.Max(max, value));
        return (min, max);
    }

    public static Bound Exact<T>(T value) where T : unmanaged =>
        new(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray(), IsExact: true);
}
