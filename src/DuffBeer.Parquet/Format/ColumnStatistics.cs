namespace DuffBeer.Parquet.Format;

/// <summary>A limit of a column's values in plain encoding; if it is not exact, no value need equal it.</summary>
readonly record struct Bound(byte[] Value, bool IsExact);

/// <summary>Statistics for skipping row groups. A bound is null if unknown.</summary>
/// <param name="NanCount">Set for doubles only.</param>
sealed record ColumnStatistics(Bound? Min, Bound? Max, long NullCount, long? NanCount = null)
{
    public void WriteTo(ThriftCompactWriter thrift)
    {
        thrift.Field(3, NullCount);
        if (Max is { } max)
            thrift.Field(5, max.Value);
        if (Min is { } min)
            thrift.Field(6, min.Value);
        if (Max is { } upper)
            thrift.Field(7, upper.IsExact);
        if (Min is { } lower)
            thrift.Field(8, lower.IsExact);
        if (NanCount is { } nans)
            thrift.Field(9, nans);
    }
}
