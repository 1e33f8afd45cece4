using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows;

namespace DuffBeer.Parquet.Tests;

public sealed class ReadBackTests(DuckDbFixture duckDb) : IClassFixture<DuckDbFixture>
{
    public static TheoryData<string, object[]> Extremes => new()
    {
        { "int32", [0, -1, 1, int.MinValue, int.MaxValue] },
        { "int64", [0L, -1L, 1L, long.MinValue, long.MaxValue] },
        { "decimal(1,1)", [0L, 9L, -9L] },
        { "decimal(4,2)", [1L, 9999L, -9999L] },
        { "decimal(9,0)", [0L, 999_999_999L, -999_999_999L] },
        { "decimal(10,2)", [0L, 250L, 9_999_999_999L, -9_999_999_999L] },
        { "decimal(18,18)", [-1L, 999_999_999_999_999_999L, -999_999_999_999_999_999L] },
        { "double", [0.1, -0.0, 0.0, double.MinValue, double.MaxValue, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity, double.NaN] },
        { "bool", [true, false, true] },
        { "date", [0, -1, 19_000, -719_162, 2_932_896, -2_000_000_000 + 600_000_000, 2_000_000_000] },
        { "timestamp", [0L, -1L, 1_700_000_000_123L, -62_135_596_800_000L, 253_402_300_799_999L, -9_000_000_000_000_000L, 9_000_000_000_000_000L] },
        { "string", ["", "Duff", "twelve bytes", "Düff 🍺 with more than twelve bytes", "line\nbreak\0nul", ""] },
    };

    [Theory]
    [MemberData(nameof(Extremes))]
    public async Task Values_come_back_as_they_were(string type, object[] values)
    {
        Assert.True(LogicalType.TryParse(type, out var parsed));
        TableColumn[] columns = [new("required", parsed, Nullable: false), new("nullable", parsed), new("mostly_null", parsed)];
        object?[] mostlyNull = [.. values.Select((value, index) => index == 1 ? value : null)];

        var path = await duckDb.WriteAsync(columns, Cells.Batch(columns, values, values, mostlyNull));

        Assert.Equal([parsed, parsed, parsed], await duckDb.TypesAsync(path));
        Assert.Equal(values.Select((value, index) => new[] { value, value, mostlyNull[index] }), await duckDb.ReadAsync(path, columns));
    }

    [Fact]
    public async Task A_part_without_rows_has_its_columns()
    {
        TableColumn[] columns = [new("id", LogicalType.Int64, Nullable: false), new("price", LogicalType.Decimal(10, 2))];

        var path = await duckDb.WriteAsync(columns);

        Assert.Equal([LogicalType.Int64, LogicalType.Decimal(10, 2)], await duckDb.TypesAsync(path));
        Assert.Empty(await duckDb.ReadAsync(path, columns));
    }
}
