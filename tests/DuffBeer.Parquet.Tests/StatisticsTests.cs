using System.Globalization;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Parquet.Tests;

public sealed class StatisticsTests(DuckDbFixture duckDb) : IClassFixture<DuckDbFixture>
{
    static readonly string s_long = new('d', 70);

    public static TheoryData<string, object?[], string?, string?> Bounds => new()
    {
        { "int32", [3, null, int.MinValue, int.MaxValue], "-2147483648", "2147483647" },
        { "int64", [5L, long.MaxValue, null, -1L], "-1", "9223372036854775807" },
        { "decimal(9,2)", [250L, -1L, null], "-0.01", "2.50" },
        { "decimal(18,2)", [250L, -1L, null], "-0.01", "2.50" },
        { "bool", [true, null, true], "true", "true" },
        { "bool", [true, false], "false", "true" },
        { "date", [0, -1, null], "1969-12-31", "1970-01-01" },
        { "timestamp", [0L, -1L, null], "1969-12-31 23:59:59.999999+00", "1970-01-01 00:00:00+00" },
        { "double", [1.5, -2.5, null], "-2.5", "1.5" },
        { "double", [0.0, -0.0], "-0.0", "0.0" },
        { "double", [1.5, double.NaN], null, null },
        { "double", [double.NaN], null, null },
        { "string", ["b", "", null, "ä"], "", "ä" },
        { "string", ["Z", "a", "B"], "B", "a" },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public async Task Smallest_and_largest_follow_the_order_of_the_type(string type, object?[] values, string? min, string? max)
    {
        Assert.True(LogicalType.TryParse(type, out var parsed));
        TableColumn[] columns = [new("c", parsed)];

        // Plain for a few values, a dictionary for many of the same.
        foreach (var times in (int[])[1, 1_000])
        {
            var path = await duckDb.WriteAsync(
                columns, Cells.Batch(columns, [.. Enumerable.Repeat(values, times).SelectMany(cells => cells)]));

            Assert.Equal([min, max, (long)values.Count(value => value is null) * times], (await duckDb.QueryAsync(path,
                "SELECT stats_min_value, stats_max_value, stats_null_count FROM parquet_metadata({file})")).Single());
        }
    }

    [Fact]
    public async Task A_required_column_has_a_null_count_of_zero() =>
        Assert.Equal([0L], (await MetadataAsync([new("c", LogicalType.Int32, Nullable: false)], [1, 2], "stats_null_count")).Single());

    public static TheoryData<string, string, string?> LongStrings => new()
    {
        { s_long, new string('d', 64), new string('d', 63) + "e" },
        { new string('d', 64), new string('d', 64), new string('d', 64) },
        // A character at the cut is left out completely.
        { new string('d', 63) + "üü", new string('d', 63), new string('d', 62) + "e" },
        // If the last character has no successor, the one before it is used.
        { "d" + Repeat("\U0010FFFF", 20), "d" + Repeat("\U0010FFFF", 15), "e" },
        { Repeat("\U0010FFFF", 20), Repeat("\U0010FFFF", 16), null },
        // Surrogates are not characters: after U+D7FF comes U+E000.
        { Repeat("\uD7FF", 30), Repeat("\uD7FF", 21), Repeat("\uD7FF", 20) + "\uE000" },
    };

    [Theory]
    [MemberData(nameof(LongStrings))]
    public async Task Bounds_of_long_strings_are_truncated_and_marked_inexact(string value, string min, string? max)
    {
        var row = (await MetadataAsync([new("c", LogicalType.String)], [value, null, value],
            "stats_min_value", "stats_max_value", "min_is_exact", "max_is_exact")).Single();

        var exact = value.Length <= 64 && min == value;
        Assert.Equal([min, max, exact, max is null ? null : exact], row);
    }

    [Fact]
    public async Task A_filter_counts_the_same_rows_with_and_without_statistics()
    {
        TableColumn[] columns =
        [
            new("id", LogicalType.Int64, Nullable: false), new("name", LogicalType.String), new("price", LogicalType.Decimal(10, 2)),
            new("rate", LogicalType.Double),
            new("day", LogicalType.Date),
            new("moment", LogicalType.Timestamp),
            new("paid", LogicalType.Bool),
        ];
        var path = await duckDb.WriteAsync(columns, Enumerable.Range(0, 10).Select(group => Group(columns, group)));
        string[] filters =
        [
            "id = 4005", "id < 1000", "id >= 9999", "id > 20000", "name = 'client 3 7'", "name >= 'client 8'", "name = 'client 3'",
            "name IS NULL",
            $"name = '{s_long} 5'", $"name > '{s_long} 5'", $"name < '{s_long}'", $"name > '{new string('d', 64)}'",
            "price = 42.50", "price > 90", "price < -1", "rate = 0", "rate > 5", "rate = 'NaN'::DOUBLE", "rate > 100",
            "rate = 'inf'::DOUBLE", "rate < -5", "day = DATE '1970-01-05'",
            "day < DATE '1970-01-01'", "moment >= TIMESTAMP '1970-01-01 00:00:07'", "paid", "NOT paid", "paid IS NULL",
        ];

        foreach (var filter in filters)
        {
            // Compared as a list's first element, so that DuckDB cannot push the filter down to the file.
            var counts = (await duckDb.QueryAsync(path, string.Create(CultureInfo.InvariantCulture,
                $"SELECT (SELECT count(*) FROM {{file}} WHERE {filter}), (SELECT count_if([{filter}][1]) FROM {{file}})"))).Single();

            Assert.True(Equals(counts[0], counts[1]), $"{filter}: {counts[0]} with statistics, {counts[1]} without.");
        }
    }

    static ColumnBatch Group(TableColumn[] columns, int group)
    {
        object?[] Cells<T>(Func<int, T> cell) => [.. Enumerable.Range(0, 1_000).Select(row => (object?)cell(row))];
        return Tests.Cells.Batch(columns,
            Cells(row => group * 1_000L + row),
            Cells(row => row % 11 == 0 ? null : group == 5 ? $"{s_long} {row % 9}" : $"client {group} {row % 50}"),
            Cells(row => group * 1_000L + row % 500),
            Cells(
                row => (group, row) is (3, 9)
                    ? double.NaN
                    : (group, row) is (4, 9) ? double.PositiveInfinity : group == 0 ? (row % 2 == 0 ? -0.0 : 0.0) : group + row / 1_000.0),
            Cells(row => group - 2),
            Cells(row => group * 1_000L + row % 3),
            Cells<object?>(row => group < 5 ? true : row % 2 == 0 ? false : null));
    }

    async Task<IReadOnlyList<object?[]>> MetadataAsync(TableColumn[] columns, object?[] values, params string[] fields) =>
        await duckDb.QueryAsync(
            await duckDb.RoundTripAsync(columns, Cells.Batch(columns, values)),
            $"SELECT {string.Join(", ", fields)} FROM parquet_metadata({{file}})");

    static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
