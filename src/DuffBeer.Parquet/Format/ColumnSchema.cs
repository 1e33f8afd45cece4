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
                WriteAnnotation(thrift, ConvertedType.Utf8, logicalType: 1);
                break;
            case TypeKind.Decimal:
                WriteDecimal(thrift);
                break;
            case TypeKind.Date:
                WriteAnnotation(thrift, ConvertedType.Date, logicalType: 6);
                break;
            case TypeKind.Timestamp:
                WriteTimestamp(thrift);
                break;
            default:
                thrift.Field(9, Column.FieldId);
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

    // Fields are written in the order of their numbers: the id is between the two annotations.
    void WriteAnnotation(ThriftCompactWriter thrift, ConvertedType converted, int logicalType)
    {
        thrift.Field(6, (int)converted);
        thrift.Field(9, Column.FieldId);
        thrift.BeginStruct(10);
        thrift.EmptyStruct(logicalType);
        thrift.EndStruct();
    }

    void WriteDecimal(ThriftCompactWriter thrift)
    {
        thrift.Field(6, (int)ConvertedType.Decimal);
        thrift.Field(7, Column.Type.Scale);
        thrift.Field(8, Column.Type.Precision);
        thrift.Field(9, Column.FieldId);
        thrift.BeginStruct(10);
        thrift.BeginStruct(5);
        thrift.Field(1, Column.Type.Scale);
        thrift.Field(2, Column.Type.Precision);
        thrift.EndStruct();
        thrift.EndStruct();
    }

    /// <remarks>
    /// Adjusted to UTC: a moment, as an Iceberg table must store it. Trino's Hive tables, and so Athena's, ignore the adjustment and show
    /// the stored time; DuckDB reads TIMESTAMP WITH TIME ZONE. Readers of the logical type ignore the converted one.
    /// </remarks>
    void WriteTimestamp(ThriftCompactWriter thrift)
    {
        thrift.Field(6, (int)ConvertedType.TimestampMicros);
        thrift.Field(9, Column.FieldId);
        thrift.BeginStruct(10);
        thrift.BeginStruct(8);
        thrift.Field(1, true);
        thrift.BeginStruct(2);
        thrift.EmptyStruct(2);
        thrift.EndStruct();
        thrift.EndStruct();
        thrift.EndStruct();
    }
}
