using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Smallest and largest of doubles, and the number of NaNs.</summary>
/// <param name="Min">Above <paramref name="Max"/> if there is no value; meaningless if there is a NaN.</param>
readonly record struct DoubleBounds(double Min, double Max, long Nans)
{
    public static readonly DoubleBounds None = new(double.PositiveInfinity, double.NegativeInfinity, 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static DoubleBounds Of(ReadOnlySpan<double> values)
    {
        var (mins, maxes, numbers) = (new Vector<double>(None.Min), new Vector<double>(None.Max), Vector<long>.Zero);
        var whole = MemoryMarshal.Cast<double, Vector<double>>(values);
        foreach (var vector in whole)
        {
            mins = Vector.Min(mins, vector);
            maxes = Vector.Max(maxes, vector);
            // -1 in each lane whose value equals itself, that is, all but NaN.
            numbers -= Vector.Equals(vector, vector);
        }

        var all = None with { Nans = (long)whole.Length * Vector<double>.Count };
        for (var lane = 0; lane < Vector<double>.Count; lane++)
            all = new(Math.Min(all.Min, mins[lane]), Math.Max(all.Max, maxes[lane]), all.Nans - numbers[lane]);
        foreach (var value in values[(whole.Length * Vector<double>.Count)..])
            all = all.And(new(value, value, double.IsNaN(value) ? 1 : 0));
        return all;
    }

    public DoubleBounds And(DoubleBounds other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max), Nans + other.Nans);

    /// <summary>No bounds if there is a NaN, because engines disagree where it sorts.</summary>
    public ColumnStatistics Statistics(long nulls)
    {
        if (Nans > 0 || Min > Max)
            return new(null, null, nulls, Nans);

        // Comparisons treat the zeros as equal; the format requires the bound that includes both.
        return new(Bounds.Exact(Min == 0 ? -0.0 : Min), Bounds.Exact(Max == 0 ? 0.0 : Max), nulls, Nans);
    }
}
