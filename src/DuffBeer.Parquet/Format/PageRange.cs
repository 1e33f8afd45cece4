namespace DuffBeer.Parquet.Format;

/// <summary>The rows of one data page, and which of the column's values that are not null they hold.</summary>
readonly record struct PageRange(int FirstRow, int Rows, int FirstValue, int Values)
{
    public int Nulls => Rows - Values;
}
