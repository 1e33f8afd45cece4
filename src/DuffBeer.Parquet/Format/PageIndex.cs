using System.Buffers;

namespace DuffBeer.Parquet.Format;

/// <summary>Lets readers select the pages of a column chunk: their offsets, and the bounds of their values.</summary>
/// <param name="Locations">An OffsetIndex.</param>
/// <param name="Bounds">
/// A ColumnIndex; empty if some page has values but no bound, because the format cannot express that for a single page.
/// </param>
sealed record PageIndex(byte[] Locations, byte[] Bounds)
{
    enum Order { None = 0, Ascending = 1, Descending = 2 }

    /// <param name="offset">The offset of the first data page in the file.</param>
    /// <param name="ends">The end of each page in the chunk.</param>
    /// <param name="begin">The start of the first page in the chunk.</param>
    public static PageIndex Of(
        PhysicalType type, long offset, int begin, ReadOnlySpan<int> ends, ReadOnlySpan<PageRange> pages, ColumnStatistics[] statistics)
    {
        var to = new ArrayBufferWriter<byte>();
        WriteLocations(new(to), offset - begin, begin, ends, pages);
        var locations = to.WrittenSpan.ToArray();
        to.ResetWrittenCount();
        if (HaveBounds(pages, statistics))
            WriteBounds(new(to), type, pages, statistics);
        return new(locations, to.WrittenSpan.ToArray());
    }

    static void WriteLocations(ThriftCompactWriter thrift, long chunk, int begin, ReadOnlySpan<int> ends, ReadOnlySpan<PageRange> pages)
    {
        thrift.BeginList(1, ThriftType.Struct, pages.Length);
        for (var page = 0; page < pages.Length; page++)
        {
            thrift.BeginElement();
            thrift.Field(1, chunk + begin);
            thrift.Field(2, ends[page] - begin);
            thrift.Field(3, (long)pages[page].FirstRow);
            thrift.EndStruct();
            begin = ends[page];
        }

        thrift.EndStruct();
    }

    static bool HaveBounds(ReadOnlySpan<PageRange> pages, ColumnStatistics[] statistics)
    {
        for (var page = 0; page < pages.Length; page++)
        {
            if (pages[page].Values > 0 && (statistics[page].Min is null || statistics[page].Max is null))
                return false;
        }

        return true;
    }

    static void WriteBounds(ThriftCompactWriter thrift, PhysicalType type, ReadOnlySpan<PageRange> pages, ColumnStatistics[] statistics)
    {
        thrift.BeginList(1, ThriftType.True, pages.Length);
        foreach (var page in pages)
            thrift.Element(page.Values == 0);
        thrift.BeginList(2, ThriftType.Binary, pages.Length);
        foreach (var page in statistics)
            thrift.Element(page.Min?.Value ?? []);
        thrift.BeginList(3, ThriftType.Binary, pages.Length);
        foreach (var page in statistics)
            thrift.Element(page.Max?.Value ?? []);
        thrift.Field(4, (int)OrderOf(type, statistics));
        thrift.BeginList(5, ThriftType.I64, pages.Length);
        foreach (var page in statistics)
            thrift.Element(page.NullCount);
        if (type == PhysicalType.Double)
        {
            thrift.BeginList(8, ThriftType.I64, pages.Length);
            foreach (var page in statistics)
                thrift.Element(page.NanCount ?? 0);
        }

        thrift.EndStruct();
    }

    /// <summary>Whether both bounds rise or fall from page to page; pages of nulls do not count.</summary>
    static Order OrderOf(PhysicalType type, ColumnStatistics[] statistics)
    {
        var (ascending, descending) = (true, true);
        ColumnStatistics? last = null;
        foreach (var page in statistics)
        {
            if (page is not { Min: { } min, Max: { } max })
                continue;
            if (last is { Min: { } lastMin, Max: { } lastMax })
            {
                var (mins, maxes) = (min.CompareTo(lastMin, type), max.CompareTo(lastMax, type));
                ascending &= mins >= 0 && maxes >= 0;
                descending &= mins <= 0 && maxes <= 0;
            }

            last = page;
        }

        return ascending ? Order.Ascending : descending ? Order.Descending : Order.None;
    }
}
