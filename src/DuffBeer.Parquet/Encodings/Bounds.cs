using System.Numerics;
using System.Runtime.InteropServices;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Smallest and largest number of a column, for statistics.</summary>
static class Bounds
{
    public static (T Min, T Max) Of<T>(ReadOnlySpan<T> values) where T : unmanaged, IBinaryInteger<T>
    {
        var (min, max) = (values[0], values[0]);
        var at = 0;
        if (values.Length >= Vector<T>.Count)
        {
            var (mins, maxes) = (new Vector<T>(values), new Vector<T>(values));
            for (; at + Vector<T>.Count <= values.Length; at += Vector<T>.Count)
            {
                var next = new Vector<T>(values[at..]);
                mins = Vector.Min(mins, next);
                maxes = Vector.Max(maxes, next);
            }

            for (var lane = 0; lane < Vector<T>.Count; lane++)
                (min, max) = (T.Min(min, mins[lane]), T.Max(max, maxes[lane]));
        }

        for (; at < values.Length; at++)
            (min, max) = (T.Min(min, values[at]), T.Max(max, values[at]));
        return (min, max);
    }

    /// <summary>Bounds of doubles that are numbers; none where one is not, as engines disagree where NaN sorts.</summary>
    public static ColumnStatistics OfDoubles(ReadOnlySpan<double> values, long nulls)
    {
        var (min, max, nans) = (double.PositiveInfinity, double.NegativeInfinity, 0L);
        foreach (var value in values)
        {
            if (double.IsNaN(value))
                nans++;
            min = value < min ? value : min;
            max = value > max ? value : max;
        }

        if (values.IsEmpty || nans > 0)
            return new(null, null, nulls, nans);

        // Which zero occurs is not told by comparing; the format wants the bound that includes both.
        return new(Exact(min == 0 ? -0.0 : min), Exact(max == 0 ? 0.0 : max), nulls, nans);
    }

    public static Bound Exact<T>(T value) where T : unmanaged =>
        new(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray(), IsExact: true);
}
