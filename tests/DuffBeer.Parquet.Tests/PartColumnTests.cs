using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Parquet.Tests;

/// <summary>What a completed part says of its columns, over all its row groups: other engines skip files by it.</summary>
public sealed class PartColumnTests
{
    [Theory]
    [InlineData("int32", new object?[] { 5, null }, new object?[] { -3, 4 }, "-3", "5", 1)]
    [InlineData("int64", new object?[] { null, null }, new object?[] { 7L, 9L }, "7", "9", 2)]
    [InlineData("int64", new object?[] { 7L, 9L }, new object?[] { null, null }, "7", "9", 2)]
    [InlineData("int64", new object?[] { null }, new object?[] { null }, null, null, 2)]
    [InlineData("double", new object?[] { 1.5 }, new object?[] { -2.5 }, "-2.5", "1.5", 0)]
    [InlineData("double", new object?[] { double.NaN }, new object?[] { -2.5 }, null, null, 0)]
    [InlineData("double", new object?[] { -2.5 }, new object?[] { double.NaN }, null, null, 0)]
    [InlineData("bool", new object?[] { true }, new object?[] { false }, "0", "1", 0)]
    [InlineData("string", new object?[] { "b", null }, new object?[] { "ä", "a" }, "a", "ä", 1)]
    public async Task Bounds_and_counts_are_those_of_all_row_groups(
        string type, object?[] first, object?[] second, string? lower, string? upper, long nulls)
    {
        Assert.True(LogicalType.TryParse(type, out var parsed));
        TableColumn[] columns = [new("c", parsed)];
        using var stream = new MemoryStream();
        var part = new ParquetPartWriter().Begin(stream, columns);
        await part.WriteAsync(Cells.Batch(columns, first), default);
        await part.WriteAsync(Cells.Batch(columns, second), default);
        await part.CompleteAsync(default);

        var column = Assert.Single(part.Columns);
        Assert.Equal((columns[0].FieldId, nulls), (column.FieldId, column.Nulls));
        Assert.Equal((lower, upper), (Text(parsed, column.Lower), Text(parsed, column.Upper)));
        Assert.InRange(column.Bytes, 1, stream.Length);
        long? nans = parsed.Kind == TypeKind.Double ? first.Concat(second).Count(value => value is double.NaN) : null;
        Assert.Equal(nans, column.Nans);
    }

    [Fact]
    public async Task A_part_without_rows_has_columns_without_values()
    {
        using var stream = new MemoryStream();
        var part = new ParquetPartWriter().Begin(stream, [new("c", LogicalType.Double)]);
        await part.CompleteAsync(default);

        Assert.Equal(new PartColumn(FieldId.OfName("c"), 0, 0, 0, null, null), Assert.Single(part.Columns));
    }

    static string? Text(LogicalType type, byte[]? bound) => bound is null ? null : type.Kind switch
    {
        TypeKind.Int32 => $"{BitConverter.ToInt32(bound)}",
        TypeKind.Int64 => $"{BitConverter.ToInt64(bound)}",
        TypeKind.Double => FormattableString.Invariant($"{BitConverter.ToDouble(bound)}"),
        TypeKind.Bool => $"{bound[0]}",
        _ => Encoding.UTF8.GetString(bound),
    };
}
