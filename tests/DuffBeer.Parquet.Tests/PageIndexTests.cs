using System.Buffers.Binary;
using System.Text;
using DuffBeer.Core.Contracts;
using static DuffBeer.Parquet.Tests.ParquetBytes;
using Fields = System.Collections.Generic.Dictionary<int, object>;

namespace DuffBeer.Parquet.Tests;

/// <summary>Uses the page index like other readers: from the footer to the index, then to pages and their values.</summary>
public sealed class PageIndexTests(DuckDbFixture duckDb) : IClassFixture<DuckDbFixture>
{
    const long None = 0;
    const long Ascending = 1;
    const long Descending = 2;

    static readonly string s_long = new('d', 70);

    public static TheoryData<string, Func<int, object?>, long> Columns => new()
    {
        { "int64", row => (long)row, Ascending },
        { "int64", row => -(long)row, Descending },
        { "int64", row => 7L, Ascending },
        { "int64", row => row / 1_000 % 30 * 1_000_003L, None },
        { "int64", row => row < 20_000 ? null : row % 7 == 0 ? null : long.MaxValue - row, Descending },
        { "int32", row => row < 40_000 ? row - 30_000 : null, Ascending },
        { "decimal(4,2)", row => (long)(row % 9_999), Ascending },
        { "decimal(18,2)", row => row % 3 == 0 ? null : row * 250L, Ascending },
        { "bool", row => row >= 20_000, Ascending },
        { "date", row => -row / 100, Descending },
        { "timestamp", row => 1_700_000_000_000_000L + row * 1_000L, Ascending },
        { "double", row => row / 7.0 - 1_000, Ascending },
        { "double", row => row / 20_000 == 1 ? -0.0 : row % 2 == 0 ? 0.0 : 1.5, None },
        { "string", row => $"name {row:d6}", Ascending },
        { "string", row => $"name {row % 50:d2}", Ascending },
        { "string", row => row / 20_000 == 1 ? $"a{row % 9}" : $"b{row % 9}", None },
        { "string", row => row % 5 == 0 ? null : $"{(char)('z' - row / 20_000)}{row * 7_919 % 9_000}", Descending },
        { "string", row => row % 2 == 0 ? "" : $"{s_long} {row % 10_000}", Ascending },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task Each_page_is_at_the_indexed_offset_and_within_its_bounds(string type, Func<int, object?> value, long order)
    {
        Assert.True(LogicalType.TryParse(type, out var parsed));
        TableColumn[] columns = [new("before", LogicalType.Int32), new("c", parsed)];
        // The first row group shifts the others, whose indexes have offsets in the file.
        object?[][] groups = [[.. Values(value, 10)], [.. Values(value, 50_000)]];

        var (file, footer) = await WriteAsync(
            columns, groups.Select(cells => Cells.Batch(columns, [.. cells.Select(_ => (object?)1)], cells)));

        foreach (var (cells, group) in groups.Zip(List(footer, 4)))
        {
            var chunk = List(group, 1)[1];
            var starts = AssertLocates(file, chunk);
            AssertBounds(file, chunk, parsed, [.. starts.Zip([.. starts.Skip(1), cells.Length], (from, to) => cells[from..to])]);
        }

        Assert.Equal(order, Struct(file, List(footer, 4)[1], (6, 7))[4]);
    }

    [Fact]
    public async Task There_are_no_bounds_if_one_page_has_none()
    {
        TableColumn[] columns = [new("nan", LogicalType.Double), new("last", LogicalType.String), new("number", LogicalType.Double)];
        var last = string.Concat(Enumerable.Repeat("\U0010FFFF", 20));

        var (file, footer) = await WriteAsync(columns, Cells.Batch(columns,
            [.. Values(row => row == 30_000 ? double.NaN : 1.0, 50_000)],
            [.. Values(row => row == 30_000 ? last : "x", 50_000)],
            [.. Values(row => 1.0, 50_000)]));

        var chunks = List(List(footer, 4).Single(), 1);
        Assert.All(chunks, chunk => AssertLocates(file, chunk));
        Assert.Equal([false, false, true], chunks.Select(chunk => chunk.ContainsKey(6)));
        Assert.Equal([0L, 0L, 0L], (object[])Struct(file, (long)chunks[2][6], (long)chunks[2][7])[8]);
    }

    [Fact]
    public async Task Filters_within_one_page_count_the_same_as_without_an_index()
    {
        TableColumn[] columns = [new("id", LogicalType.Int64, Nullable: false), new("name", LogicalType.String)];
        var path = await duckDb.WriteAsync(
            columns,
            Cells.Batch(
                columns, [.. Values(row => (long)row, 100_000)], [.. Values(row => row % 3 == 0 ? null : $"client {row / 100}", 100_000)]));

        string[] filters =
        [
            "id = 45000", "id BETWEEN 39990 AND 40010", "name = 'client 777'", "name IS NULL AND id > 99990", "id >= 100000",
        ];
        foreach (var filter in filters)
        {
            var counts = (await duckDb.QueryAsync(
                path, $"SELECT (SELECT count(*) FROM {{file}} WHERE {filter}), (SELECT count_if([{filter}][1]) FROM {{file}})")).Single();
            Assert.Equal(counts[1], counts[0]);
        }
    }

    /// <summary>Asserts that the index lists exactly the chunk's data pages; returns their first rows.</summary>
    static List<int> AssertLocates(byte[] file, Fields chunk)
    {
        var meta = (Fields)chunk[3];
        var begin = (long)meta.GetValueOrDefault(11, meta[9]);
        var pages = Pages(file, begin, (long)meta[7]).Where(page => page.Type == 0).ToArray();
        var locations = List(Struct(file, (long)chunk[4], (long)chunk[5]), 1);

        Assert.Equal(
            pages.Select(page => (page.Offset, (long)page.HeaderLength + page.Compressed)),
            locations.Select(page => ((long)page[1], (long)page[2])));
        var starts = new List<int>();
        foreach (var page in pages)
            starts.Add(starts.Count == 0 ? 0 : starts[^1] + pages[starts.Count - 1].Values);
        Assert.Equal(starts, locations.Select(page => (int)(long)page[3]));
        return starts;
    }

    static void AssertBounds(byte[] file, Fields chunk, LogicalType type, object?[][] pages)
    {
        var index = Struct(file, (long)chunk[6], (long)chunk[7]);
        Assert.Equal(pages.Select(page => page.All(cell => cell is null)), ((object[])index[1]).Cast<bool>());
        Assert.Equal(pages.Select(page => page.LongCount(cell => cell is null)), ((object[])index[5]).Cast<long>());
        foreach (var (page, min, max) in pages.Zip(((object[])index[2]).Cast<byte[]>(), ((object[])index[3]).Cast<byte[]>()))
        {
            var values = page.OfType<object>().ToArray();
            if (values.Length == 0)
                Assert.Equal(([], []), (min, max));
            else if (type.Kind == TypeKind.String)
                AssertStringBounds([.. values.Select(value => Encoding.UTF8.GetBytes((string)value))], min, max);
            else
                Assert.Equal(
                    (Cells.Exactly(Zero(values.Min()!, -0.0)), Cells.Exactly(Zero(values.Max()!, 0.0))),
                    (Cells.Exactly(Number(min, values[0], type)), Cells.Exactly(Number(max, values[0], type))));
        }
    }

    static void AssertStringBounds(byte[][] values, byte[] min, byte[] max)
    {
        Assert.All(values, value => Assert.True(value.AsSpan().SequenceCompareTo(min) >= 0 && value.AsSpan().SequenceCompareTo(max) <= 0));
        Assert.True(min.Length <= 64 && max.Length <= 64);
        foreach (var bound in (byte[][])[min, max])
            Assert.True(
                bound.Length >= 64 || values.Any(value => value.SequenceEqual(bound)), $"{Encoding.UTF8.GetString(bound)} is no value.");
    }

    /// <summary>A zero bound is the zero that includes both.</summary>
    static object Zero(object bound, double zero) => bound is 0.0 ? zero : bound;

    static object Number(byte[] bytes, object like, LogicalType type) => like switch
    {
        bool => bytes.Single() == 1,
        double => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        int => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        _ when type is { Kind: TypeKind.Decimal, Precision: <= 9 } => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
    };

    static Fields Struct(byte[] file, Fields group, (int Offset, int Length) place)
    {
        var chunk = List(group, 1)[1];
        return ParquetBytes.Struct(file, (long)chunk[place.Offset], (long)chunk[place.Length]);
    }

    static Fields Struct(byte[] file, long from, long length) => ParquetBytes.Struct(file, from, length);

    static IEnumerable<object?> Values(Func<int, object?> value, int rows) => Enumerable.Range(0, rows).Select(value);
}
