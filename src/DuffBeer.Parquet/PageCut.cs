using DuffBeer.Core.Columns;
using DuffBeer.Parquet.Encodings;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet;

/// <summary>Divides the rows of a column into pages.</summary>
static class PageCut
{
    /// <summary>Limits what a reader of one row must decompress.</summary>
    const int MaxRows = 20_000;

    /// <summary>Pages of long strings end earlier.</summary>
    const int MaxBytes = 1 << 20;

    public static void Into<TValues>(List<PageRange> to, ColumnBuffer column, TValues values) where TValues : IPageValues, allows ref struct
    {
        to.Clear();
        var present = column.Present;
        for (var (row, value) = (0, 0); row < column.Count;)
        {
            var rows = Math.Min(MaxRows, column.Count - row);
            var count = present.IsEmpty ? rows : present.Slice(row, rows).Count((byte)1);
            var fit = count == 0 ? 0 : values.Fit(value, count, MaxBytes);
            if (fit < count)
                (rows, count) = (present.IsEmpty ? fit : RowsOf(fit, present[row..]), fit);
            to.Add(new(row, rows, value, count));
            row += rows;
            value += count;
        }
    }

    /// <summary>The rows before the first value that no longer fits.</summary>
    static int RowsOf(int values, ReadOnlySpan<byte> present)
    {
        var row = 0;
        for (var seen = 0; seen + present[row] <= values; row++)
            seen += present[row];
        return row;
    }
}
