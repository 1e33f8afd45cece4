namespace DuffBeer.Parquet.Format;

/// <summary>A value that no value of the column passes, in plain encoding; it need not occur where it is not exact.</summary>
readonly record struct Bound(byte[] Value, bool IsExact);

/// <summary>What readers skip row groups by. A bound is absent where none is known.</summary>
/// <param name="NanCount">Only for doubles, and then always.</param>
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
