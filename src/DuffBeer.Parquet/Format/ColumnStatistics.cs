using System.Buffers.Binary;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Parquet.Format;

/// <summary>A limit of a column's values in plain encoding; if it is not exact, no value need equal it.</summary>
readonly record struct Bound(byte[] Value, bool IsExact)
{
    public int CompareTo(Bound other, PhysicalType type) => type switch
    {
        PhysicalType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Value).CompareTo(BinaryPrimitives.ReadInt32LittleEndian(other.Value)),
        PhysicalType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(Value).CompareTo(BinaryPrimitives.ReadInt64LittleEndian(other.Value)),
        PhysicalType.Double =>
            BinaryPrimitives.ReadDoubleLittleEndian(Value).CompareTo(BinaryPrimitives.ReadDoubleLittleEndian(other.Value)),
        _ => Value.AsSpan().SequenceCompareTo(other.Value),
    };
}

/// <summary>Statistics for skipping row groups. A bound is null if unknown.</summary>
/// <param name="NanCount">Set for doubles only.</param>
sealed record ColumnStatistics(Bound? Min, Bound? Max, long NullCount, long? NanCount = null)
{
    /// <summary>Of no rows.</summary>
    public static ColumnStatistics None(LogicalType type) => new(null, null, 0, type.Kind == TypeKind.Double ? 0 : null);

    /// <summary>The statistics of these rows and of those of a further row group.</summary>
    /// <param name="rows">Of the row group.</param>
    public ColumnStatistics And(PhysicalType type, ColumnStatistics other, int rows)
    {
        var all = this with { NullCount = NullCount + other.NullCount, NanCount = NanCount + other.NanCount };
        if (other.NullCount == rows)
            return all;
        // Values without a bound: none holds for all from now on.
        var (min, max) = HasValues ? (Min, Max) : (other.Min, other.Max);
        return all with
        {
            HasValues = true,
            Min = min is { } low && other.Min is { } least ? least.CompareTo(low, type) < 0 ? least : low : null,
            Max = max is { } high && other.Max is { } most ? most.CompareTo(high, type) > 0 ? most : high : null,
        };
    }

    /// <summary>Whether <see cref="And"/> met values.</summary>
    bool HasValues { get; init; }

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
