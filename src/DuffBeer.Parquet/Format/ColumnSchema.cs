using DuffBeer.Core.Contracts;

namespace DuffBeer.Parquet.Format;

/// <summary>A column's declaration and its storage in the file.</summary>
sealed class ColumnSchema
{
    /// <summary>Digits that fit a signed 32-bit integer.</summary>
    const int MaxInt32Precision = 9;

    readonly long _min;
    readonly long _max;

    public ColumnSchema(TableColumn column)
    {
        if (column.Type is { Kind: TypeKind.Decimal, Precision: > LogicalType.MaxPrecision })
            throw new ArgumentException(
                $"Column '{column.Name}' is {column.Type}; a part holds decimals of at most {LogicalType.MaxPrecision} digits.",
                nameof(column));
        Column = column;
        Physical = PhysicalOf(column.Type);
        (_min, _max) = RangeOf(column.Type);
    }

    public TableColumn Column { get; }
    public PhysicalType Physical { get; }

    /// <summary>Rejects numbers beyond the declared type: a decimal's excess digits, or a boolean above 1.</summary>
    public void CheckRange(long min, long max)
    {
        if (min < _min || max > _max)
            throw new ArgumentException($"Column '{Column.Name}' is {Column.Type}, but its stored values go from {min} to {max}.");
    }

    public void WriteTo(ThriftCompactWriter thrift)
    {
        thrift.Field(1, (int)Physical);
        thrift.Field(3, (int)(Column.Nullable ? Repetition.Optional : Repetition.Required));
        thrift.Field(4, Column.Name);
        switch (Column.Type.Kind)
        {
            case TypeKind.String:
                thrift.Field(6, (int)ConvertedType.Utf8);
                thrift.BeginStruct(10);
                thrift.EmptyStruct(1);
                thrift.EndStruct();
                break;
            case TypeKind.Decimal:
                WriteDecimal(thrift);
                break;
            case TypeKind.Date:
                thrift.Field(6, (int)ConvertedType.Date);
                thrift.BeginStruct(10);
                thrift.EmptyStruct(6);
                thrift.EndStruct();
                break;
            case TypeKind.Timestamp:
                WriteTimestamp(thrift);
                break;
        }
    }

    static PhysicalType PhysicalOf(LogicalType type) => type.Kind switch
    {
        TypeKind.Int32 or TypeKind.Date => PhysicalType.Int32,
        TypeKind.Decimal when type.Precision <= MaxInt32Precision => PhysicalType.Int32,
        TypeKind.Int64 or TypeKind.Decimal or TypeKind.Timestamp => PhysicalType.Int64,
        TypeKind.Double => PhysicalType.Double,
        TypeKind.Bool => PhysicalType.Boolean,
        _ => PhysicalType.ByteArray,
    };

    static (long Min, long Max) RangeOf(LogicalType type)
    {
        if (type.Kind == TypeKind.Bool)
            return (0, 1);
        if (type.Kind != TypeKind.Decimal)
            return (long.MinValue, long.MaxValue);
        var largest = 0L;
        for (var digit = 0; digit < type.Precision; digit++)
            largest = largest * 10 + 9;
        return (-largest, largest);
    }

    void WriteDecimal(ThriftCompactWriter thrift)
    {
        thrift.Field(6, (int)ConvertedType.Decimal);
        thrift.Field(7, Column.Type.Scale);
        thrift.Field(8, Column.Type.Precision);
        thrift.BeginStruct(10);
        thrift.BeginStruct(5);
        thrift.Field(1, Column.Type.Scale);
        thrift.Field(2, Column.Type.Precision);
        thrift.EndStruct();
        thrift.EndStruct();
    }

    /// <remarks>
    /// Not adjusted to UTC although our timestamps are UTC: a Hive table's TIMESTAMP has no zone, so Athena shows the stored time, and
    /// DuckDB reads TIMESTAMP. With the adjustment, DuckDB would read TIMESTAMP WITH TIME ZONE, and both might shift it to a local zone.
    /// The converted type is written too, as the format requires; readers of the logical type ignore it.
    /// </remarks>
    static void WriteTimestamp(ThriftCompactWriter thrift)
    {
        thrift.Field(6, (int)ConvertedType.TimestampMicros);
        thrift.BeginStruct(10);
        thrift.BeginStruct(8);
        thrift.Field(1, false);
        thrift.BeginStruct(2);
        thrift.EmptyStruct(2);
        thrift.EndStruct();
        thrift.EndStruct();
        thrift.EndStruct();
    }
}
