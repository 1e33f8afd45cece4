namespace DuffBeer.Parquet.Format;

/// <summary>The rows of one data page, and the range of the column's non-null values in them.</summary>
readonly record struct PageRange(int FirstRow, int Rows, int FirstValue, int Values)
{
    public int Nulls => Rows - Values;
}
