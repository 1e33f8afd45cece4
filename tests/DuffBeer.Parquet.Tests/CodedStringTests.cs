using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Parquet.Tests;

public sealed class CodedStringTests(DuckDbFixture duckDb) : IClassFixture<DuckDbFixture>
{
    static readonly TableColumn[] s_columns = [new("name", LogicalType.String)];

    public static TheoryData<string, Func<int, string?>> Names => new()
    {
        { "few", row => $"client {row % 7}" },
        { "one", row => "Duff" },
        { "one or null", row => row % 3 == 0 ? null : "Duff" },
        { "empty", row => row % 2 == 0 ? "" : null },
        { "all null", row => null },
        { "many", row => $"client {row * 7_919 % 9_000}" },
        { "runs", row => $"run {row / 500}" },
        { "long", row => new string((char)('a' + row % 3), 100) },
        { "distinct", row => $"client {row}" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Coded_strings_give_the_same_bytes_as_plain_ones(string kind, Func<int, string?> name)
    {
        foreach (var rows in (int[])[1, 2, 20_000, 30_001])
        {
            object?[] cells = [.. Enumerable.Range(0, rows).Select(name)];
            var coded = Cells.Batch(s_columns, [new StringCodes()], cells);
            var spelledOut = Cells.Batch(s_columns, cells);

            var path = await duckDb.RoundTripAsync(s_columns, coded);

            Assert.NotNull(((StringBuffer)coded.Buffers[0]).Dictionary);
            var (expected, _) = await ParquetBytes.WriteAsync(s_columns, spelledOut);
            var actual = await File.ReadAllBytesAsync(path);
            Assert.True(expected.SequenceEqual(actual), $"{kind}, {rows} rows");
        }
    }

    [Fact]
    public async Task The_same_rows_give_the_same_bytes_whatever_else_their_dictionary_holds()
    {
        object?[] cells = [.. Enumerable.Range(0, 30_000).Select(row => row % 11 == 0 ? null : $"client {row % 500}")];
        var other = new StringCodes();
        var before = Cells.Batch(s_columns, [other], [.. Enumerable.Range(0, 5_000).Select(row => $"client {5_000 - row}")]);

        var alone = Cells.Batch(s_columns, [new StringCodes()], cells);
        var shared = Cells.Batch(s_columns, [other], cells);

        var (expected, _) = await ParquetBytes.WriteAsync(s_columns, alone);
        var (actual, _) = await ParquetBytes.WriteAsync(s_columns, shared);
        Assert.Equal(expected, actual);
        await duckDb.RoundTripAsync(s_columns, before, shared, alone, before);
    }

    [Fact]
    public async Task Partitions_that_share_a_growing_dictionary_round_trip()
    {
        var codes = new StringCodes();
        var batches = Enumerable.Range(1, 20).Select(size => Cells.Batch(s_columns, [codes],
            [.. Enumerable.Range(0, size * 100).Select(row => (object)$"client {row * size}")])).ToArray();

        await duckDb.RoundTripAsync(s_columns, batches);
    }

    [Fact]
    public async Task A_large_dictionary_of_coded_strings_is_kept_if_it_pays()
    {
        // 1.3 MB of entries, more than plain strings may have; each occurs twice.
        object?[] cells = [.. Enumerable.Range(0, 80_000).Select(row => (object)$"client of the brewery {row % 40_000:d6}")];

        var path = await duckDb.RoundTripAsync(s_columns, Cells.Batch(s_columns, [new StringCodes()], cells));

        Assert.Equal(
            ["RLE, PLAIN, RLE_DICTIONARY"], (await duckDb.QueryAsync(path, "SELECT encodings FROM parquet_metadata({file})")).Single());
    }
}
