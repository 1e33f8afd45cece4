using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using FsCheck;
using FsCheck.Fluent;

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
        {
            "double",
            [
                0.1, -0.0, 0.0, double.MinValue, double.MaxValue, double.Epsilon,
                double.PositiveInfinity, double.NegativeInfinity, double.NaN,
            ]
        },
        { "bool", [true, false, true] },
        { "date", [0, -1, 19_000, -719_162, 2_932_896, -1_400_000_000, 2_000_000_000] },
        {
            "timestamp",
            [
                0L, -1L, 1_700_000_000_123_456L, -62_135_596_800_000_000L, 253_402_300_799_999_999L,
                -9_000_000_000_000_000L, 9_000_000_000_000_000L,
            ]
        },
        { "string", ["", "Duff", "twelve bytes", "Düff 🍺 with more than twelve bytes", "line\nbreak\0nul", ""] },
    };

    [Theory]
    [MemberData(nameof(Extremes))]
    public async Task Values_round_trip(string type, object[] values)
    {
        TableColumn[] columns = [new("required", Type(type), Nullable: false), new("nullable", Type(type)), new("mostly_null", Type(type))];
        object?[] mostlyNull = [.. values.Select((value, index) => index == 1 ? value : null)];

        await duckDb.RoundTripAsync(columns, Cells.Batch(columns, values, values, mostlyNull));
    }

    [Fact]
    public void Tables_of_any_shape_round_trip() =>
        Prop.ForAll(SampleTable.Any().ToArbitrary(), table =>
        {
            duckDb.RoundTripAsync(table.Columns, table.Batches).GetAwaiter().GetResult();
            return true;
        }).Check(Law.Cases(60));

    [Theory]
    [InlineData("int32")]
    [InlineData("int64")]
    [InlineData("decimal(9,2)")]
    [InlineData("double")]
    [InlineData("bool")]
    [InlineData("date")]
    [InlineData("timestamp")]
    [InlineData("string")]
    public async Task A_column_of_nulls_round_trips(string type)
    {
        TableColumn[] columns = [new("c", Type(type))];
        var batch = Cells.Batch(columns, [.. Enumerable.Repeat<object?>(null, 50_000)]);

        var path = await duckDb.RoundTripAsync(columns, batch);

        Assert.Equal([50_000L, null, null], (await duckDb.QueryAsync(path,
            "SELECT stats_null_count, stats_min_value, stats_max_value FROM parquet_metadata({file})")).Single());
    }

    [Fact]
    public async Task A_part_without_rows_keeps_its_columns()
    {
        TableColumn[] columns =
        [
            new("id", LogicalType.Int64, Nullable: false), new("price", LogicalType.Decimal(10, 2)), new("at", LogicalType.Timestamp),
        ];

        await duckDb.RoundTripAsync(columns);
        await duckDb.RoundTripAsync(columns, new ColumnBatch(columns));
    }

    [Fact]
    public async Task Each_batch_is_a_row_group_except_empty_ones()
    {
        TableColumn[] columns = [new("id", LogicalType.Int32, Nullable: false), new("name", LogicalType.String)];
        var batches = new[] { 3, 0, 40_001, 1 }
            .Select(
                rows => Cells.Batch(
                    columns, [.. Range(rows).Select(row => (object)row)], [.. Range(rows).Select(row => (object)$"name {row % 7}")]))
            .ToArray();

        var path = await duckDb.RoundTripAsync(columns, batches);

        Assert.Equal([[0L, 3L], [1L, 40_001L], [2L, 1L]], await duckDb.QueryAsync(path,
            "SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata({file}) ORDER BY 1"));
    }

    [Fact]
    public async Task A_row_group_of_262_144_rows_round_trips()
    {
        TableColumn[] columns =
        [
            new("order_id", LogicalType.Int64, Nullable: false), new("client", LogicalType.String, Nullable: false),
            new("price", LogicalType.Decimal(18, 2)), new("units", LogicalType.Int32, Nullable: false),
        ];
        var random = new Random(5);
        var rows = 262_144;

        await duckDb.RoundTripAsync(columns, Cells.Batch(columns, [null, new StringCodes(), null, null],
            [.. Range(rows).Select(row => (object)(10_000_000L + row - (row % 20 == 0 ? random.Next(1_000) : 0)))],
            [.. Range(rows).Select(_ => (object)$"client {random.Next(5_000)}")],
            [.. Range(rows).Select(row => row % 100 == 0 ? null : (object)(random.Next(1, 101) * (long)random.Next(150, 350)))],
            [.. Range(rows).Select(_ => (object)random.Next(1, 101))]));
    }

    [Fact]
    public async Task A_written_batch_may_be_refilled()
    {
        TableColumn[] columns = [new("name", LogicalType.String)];
        var batch = new ColumnBatch(columns);
        IEnumerable<ColumnBatch> Refilled()
        {
            for (var time = 1; time <= 3; time++)
            {
                batch.Clear();
                ((StringBuffer)batch.Buffers[0]).Append("abc"u8[..time]);
                yield return batch;
            }
        }

        var path = await duckDb.WriteAsync(columns, Refilled());

        Assert.Equal([["a"], ["ab"], ["abc"]], await duckDb.QueryAsync(path, "SELECT name FROM {file}"));
    }

    [Fact]
    public async Task Strings_of_a_mebibyte_round_trip()
    {
        TableColumn[] columns = [new("repeated", LogicalType.String), new("noise", LogicalType.String, Nullable: false)];
        var random = new Random(3);
        object?[] repeated = [null, new string('ü', 1 << 19), "", null, new string('x', 3 << 20), null];
        object?[] noise =
        [
            .. repeated.Select((_, row) => (object)new string([.. Range(row * 300_000).Select(_ => (char)random.Next(' ', 0x800))])),
        ];

        await duckDb.RoundTripAsync(columns, Cells.Batch(columns, repeated, noise));
    }

    [Fact]
    public async Task Column_names_may_contain_any_character()
    {
        TableColumn[] columns =
        [
            new("with space", LogicalType.Int32), new("ünï \"quoted\".dotted", LogicalType.Int32), new("_run", LogicalType.Int32),
        ];

        await duckDb.RoundTripAsync(columns, Cells.Batch(columns, [1], [2], [null]));
    }

    [Fact]
    public async Task A_table_may_have_a_thousand_columns()
    {
        TableColumn[] columns = [.. Range(1_000).Select(index => new TableColumn($"c{index}", LogicalType.Int32))];

        await duckDb.RoundTripAsync(columns, Cells.Batch(columns, [.. Range(1_000).Select(index => new object?[] { index, null })]));
    }

    static LogicalType Type(string text) => LogicalType.TryParse(text, out var type) ? type : throw new ArgumentException(text);

    static IEnumerable<int> Range(int count) => Enumerable.Range(0, count);
}
