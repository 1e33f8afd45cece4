using DuffBeer.Core.Contracts;

namespace DuffBeer.Parquet.Tests;

public sealed class EncodingChoiceTests(DuckDbFixture duckDb) : IClassFixture<DuckDbFixture>
{
    const string Plain = "RLE, PLAIN";
    const string Dictionary = "RLE, PLAIN, RLE_DICTIONARY";
    const string Delta = "RLE, DELTA_BINARY_PACKED";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    public async Task A_dictionary_round_trips_at_each_index_width(int distinct)
    {
        // Doubles and spread integers, for which deltas would not be smaller; each value at least three times.
        var order = Enumerable.Range(0, Math.Max(distinct * 3, 1_000)).Select(row => row % distinct).ToArray();
        new Random(1).Shuffle(order);

        Assert.Equal(Dictionary, await WriteAsync(LogicalType.Int64, [.. order.Select(index => (object)(index * 0x0123_4567_89AB_CDEFL))]));
        Assert.Equal(Dictionary, await WriteAsync(LogicalType.Double, [.. order.Select(index => (object)(index / 7.0))]));
        Assert.Equal(Dictionary, await WriteAsync(LogicalType.String, [.. order.Select(index => (object)$"{index:x5}")]));
        Assert.Equal(Dictionary, await WriteAsync(LogicalType.Int32, [.. order.Select(index => (object)(index * 0x0101_0101))]));
    }

    [Fact]
    public async Task A_column_of_one_value_costs_almost_nothing()
    {
        TableColumn[] columns =
        [
            new("run", LogicalType.String, Nullable: false),
            new("number", LogicalType.Int64),
            new("yes", LogicalType.Bool, Nullable: false),
        ];
        var rows = 200_000;

        var path = await duckDb.RoundTripAsync(
            columns, Cells.Batch(columns, Repeat("duff_orders-0123456789abcdef", rows), Repeat(7L, rows), Repeat(true, rows)));

        var sizes = (await duckDb.QueryAsync(path, "SELECT total_compressed_size FROM parquet_metadata({file}) ORDER BY column_id"))
            .Select(row => (long)row[0]!)
            .ToArray();
        Assert.InRange(sizes[0], 1, 600);
        Assert.InRange(sizes[1], 1, 600);
        Assert.InRange(sizes[2], 1, 2_000);
    }

    [Fact]
    public async Task Rising_ids_and_offsets_are_stored_as_deltas()
    {
        Assert.Equal(Delta, await WriteAsync(LogicalType.Int64, Rows(50_000, row => row * 72L + row % 13)));
        Assert.Equal(Delta, await WriteAsync(LogicalType.Int32, Rows(50_000, row => row)));
    }

    [Fact]
    public async Task Falling_and_nearly_sorted_values_are_stored_as_deltas()
    {
        var random = new Random(2);

        Assert.Equal(Delta, await WriteAsync(LogicalType.Int64, Rows(50_000, row => -row * 72L)));
        Assert.Equal(Delta, await WriteAsync(LogicalType.Int64, Rows(50_000, row => row * 72L + random.Next(1_000))));
        Assert.Equal(Delta, await WriteAsync(LogicalType.Int64, Rows(50_000, _ => random.NextInt64(10_000_000))));
    }

    [Fact]
    public async Task Decimals_dates_and_timestamps_are_never_stored_as_deltas()
    {
        Assert.Equal(Plain, await WriteAsync(LogicalType.Decimal(9, 2), Rows(50_000, row => row * 3L)));
        Assert.Equal(Plain, await WriteAsync(LogicalType.Decimal(18, 2), Rows(50_000, row => row * 3L)));
        Assert.Equal(Plain, await WriteAsync(LogicalType.Date, Rows(50_000, row => row)));
        Assert.Equal(Plain, await WriteAsync(LogicalType.Timestamp, Rows(50_000, row => 1_700_000_000_000_000L + row * 1_000L)));
        // Where a delta would be smaller than a dictionary, a dictionary is still smaller than plain.
        Assert.Equal(Delta, await WriteAsync(LogicalType.Int64, Rows(50_000, row => row / 2L)));
        Assert.Equal(Dictionary, await WriteAsync(LogicalType.Timestamp, Rows(50_000, row => row / 2L)));
    }

    [Fact]
    public async Task Values_without_repeats_or_order_are_plain()
    {
        var random = new Random(4);

        Assert.Equal(Plain, await WriteAsync(LogicalType.Int64, Rows(50_000, _ => random.NextInt64(long.MinValue, long.MaxValue))));
        Assert.Equal(Plain, await WriteAsync(LogicalType.Double, Rows(50_000, _ => random.NextDouble())));
        Assert.Equal(Plain, await WriteAsync(LogicalType.String, Rows(50_000, row => $"order {row}")));
        Assert.Equal(Plain, await WriteAsync(LogicalType.Bool, Rows(50_000, _ => random.Next(2) == 0)));
    }

    [Fact]
    public async Task A_dictionary_beyond_its_limit_is_abandoned()
    {
        // Each value twice, so that only the bytes, not the share of repeats, end the trial.
        Assert.Equal(Dictionary, await WriteAsync(LogicalType.Double, Rows(2 * 131_072, row => (double)(row / 2))));
        Assert.Equal(Plain, await WriteAsync(LogicalType.Double, Rows(2 * 131_073, row => (double)(row / 2))));

        string Wide(int row) => $"{row / 2:d10}{new string('x', 1_010)}";
        Assert.Equal(Dictionary, await WriteAsync(LogicalType.String, Rows(2 * 1_024, Wide)));
        Assert.Equal(Plain, await WriteAsync(LogicalType.String, Rows(2 * 1_025, Wide)));
    }

    [Fact]
    public async Task A_dictionary_is_abandoned_if_the_first_values_hardly_repeat()
    {
        Assert.Equal(Plain, await WriteAsync(LogicalType.Double, Rows(60_000, row => (double)(row % 20_000))));
        Assert.Equal(Dictionary, await WriteAsync(LogicalType.Double, Rows(60_000, row => (double)(row % 15_000))));
    }

    [Fact]
    public async Task Each_row_group_chooses_for_itself()
    {
        TableColumn[] columns = [new("name", LogicalType.String)];

        var path = await duckDb.RoundTripAsync(columns,
            Cells.Batch(columns, Repeat("Duff", 1_000)), Cells.Batch(columns, Rows(1_000, row => $"client {row}")));

        Assert.Equal(
            [[Dictionary], [Plain]], await duckDb.QueryAsync(path, "SELECT encodings FROM parquet_metadata({file}) ORDER BY row_group_id"));
    }

    [Fact]
    public async Task Pages_are_compressed()
    {
        TableColumn[] columns = [new("name", LogicalType.String, Nullable: false)];

        var path = await duckDb.RoundTripAsync(
            columns, Cells.Batch(columns, Rows(20_000, row => $"the same words before each number {row}")));

        Assert.Equal(["SNAPPY", true], (await duckDb.QueryAsync(path,
            "SELECT compression, total_compressed_size < total_uncompressed_size / 3 FROM parquet_metadata({file})")).Single());
    }

    /// <summary>Writes a nullable and a required column, reads both back and returns the encodings, which are the same.</summary>
    async Task<string> WriteAsync(LogicalType type, object?[] values)
    {
        TableColumn[] columns = [new("nullable", type), new("required", type, Nullable: false)];
        var path = await duckDb.RoundTripAsync(columns, Cells.Batch(columns, values, values));
        return (string)(await duckDb.QueryAsync(path, "SELECT DISTINCT encodings FROM parquet_metadata({file})")).Single()[0]!;
    }

    static object?[] Repeat(object value, int count) => [.. Enumerable.Repeat(value, count)];

    static object?[] Rows<T>(int count, Func<int, T> value) => [.. Enumerable.Range(0, count).Select(row => (object?)value(row))];
}
