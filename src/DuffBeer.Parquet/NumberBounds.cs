using System.Numerics;
using DuffBeer.Parquet.Encodings;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet;

/// <summary>Smallest and largest integer of each page and of all, found in one pass.</summary>
sealed class NumberBounds
{
    readonly List<(long Min, long Max)> _pages = [];

    /// <summary>Above <see cref="Max"/> if there is no value.</summary>
    public long Min { get; private set; }
    public long Max { get; private set; }

    public void Measure<T>(ReadOnlySpan<T> values, ReadOnlySpan<PageRange> pages) where T : unmanaged, IBinaryInteger<T>
    {
        _pages.Clear();
        (Min, Max) = (long.MaxValue, long.MinValue);
        foreach (var page in pages)
        {
            var (min, max) = (long.MaxValue, long.MinValue);
            if (page.Values > 0)
            {
                var (least, greatest) = Bounds.Of(values.Slice(page.FirstValue, page.Values));
                (min, max) = (long.CreateTruncating(least), long.CreateTruncating(greatest));
            }

            _pages.Add((min, max));
            (Min, Max) = (Math.Min(Min, min), Math.Max(Max, max));
        }
    }

    public ColumnStatistics All(PhysicalType type, long nulls) => Statistics(type, Min, Max, nulls);

    public ColumnStatistics[] Pages(PhysicalType type, ReadOnlySpan<PageRange> pages)
    {
        var statistics = new ColumnStatistics[pages.Length];
        for (var page = 0; page < pages.Length; page++)
            statistics[page] = Statistics(type, _pages[page].Min, _pages[page].Max, pages[page].Nulls);
        return statistics;
    }

    static ColumnStatistics Statistics(PhysicalType type, long min, long max, long nulls) =>
        min > max ? new(null, null, nulls) : new(Stored(type, min), Stored(type, max), nulls);

    static Bound Stored(PhysicalType type, long value) => type switch
    {
        PhysicalType.Int32 => Bounds.Exact((int)value),
        PhysicalType.Boolean => Bounds.Exact((byte)value),
        _ => Bounds.Exact(value),
    };
}
