using System.Buffers.Binary;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Parquet.Tests.Readers;
using static DuffBeer.Parquet.Tests.ParquetBytes;
using Fields = System.Collections.Generic.Dictionary<int, object>;

namespace DuffBeer.Parquet.Tests;

/// <summary>Fields that DuckDB ignores but other readers use, read by the numbers of parquet.thrift.</summary>
public sealed class FileLayoutTests
{
    static readonly TableColumn s_status = new("status", LogicalType.String);
    static readonly TableColumn s_id = new("id", LogicalType.Int64, Nullable: false);

    [Fact]
    public async Task The_footer_has_the_writers_version_and_every_columns_order()
    {
        var (_, footer) = await WriteAsync([s_status, s_id], Rows(10));

        Assert.Equal(1L, footer[1]);
        Assert.Equal(10L, footer[3]);
        Assert.Equal("DuffBeer version 0.1.0"u8, (byte[])footer[6]);
        Assert.Equal([1, 1], List(footer, 7).Select(order => order.Keys.Single()));
    }

    [Fact]
    public async Task A_timestamp_is_a_moment_in_both_annotations()
    {
        TableColumn[] columns = [new("at", LogicalType.Timestamp)];

        var (_, footer) = await WriteAsync(columns, Cells.Batch(columns, [1L]));

        var column = List(footer, 2)[1];
        Assert.Equal(10L, column[6]);
        var timestamp = (Fields)((Fields)column[10])[8];
        Assert.Equal(true, timestamp[1]);
        Assert.Equal([2], ((Fields)timestamp[2]).Keys);
    }

    [Fact]
    public async Task Every_column_has_its_id()
    {
        var columns = EveryColumn.Columns.Append(s_id with { Id = 7 }).ToList();
        using var stream = new MemoryStream();
        await new ParquetPartWriter().Begin(stream, columns).CompleteAsync(default);

        var file = stream.ToArray();
        var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(^8));
        var footer = Struct(file, file.Length - 8 - length, length);
        Assert.Equal(columns.Select(column => (object)(long)column.FieldId), List(footer, 2).Skip(1).Select(column => column[9]));
        Assert.Equal(7L, List(footer, 2)[^1][9]);
    }

    [Theory]
    [InlineData(9, 1L)]
    [InlineData(10, 2L)]
    public async Task A_decimal_has_two_annotations_and_is_narrow_if_it_fits(int precision, long physical)
    {
        TableColumn[] columns = [new("price", LogicalType.Decimal(precision, 2))];

        var (_, footer) = await WriteAsync(columns, Cells.Batch(columns, [1L]));

        var column = List(footer, 2)[1];
        Assert.Equal([physical, 5L, 2L, (long)precision], [column[1], column[6], column[7], column[8]]);
        var annotation = (Fields)((Fields)column[10])[5];
        Assert.Equal([2L, (long)precision], [annotation[1], annotation[2]]);
    }

    [Fact]
    public async Task Chunks_are_contiguous_and_their_pages_are_where_the_footer_says()
    {
        var (file, footer) = await WriteAsync([s_status, s_id], Rows(50_000), Rows(7));

        var at = 4L;
        foreach (var (index, group) in List(footer, 4).Index())
        {
            Assert.Equal([at, (long)index], [group[5], group[7]]);
            foreach (var chunk in List(group, 1).Select(chunk => (Fields)chunk[3]))
            {
                var pages = Pages(file, at, (long)chunk[7]);
                Assert.Equal(chunk[5], pages.Sum(page => page.Type == 0 ? (long)page.Values : 0));
                Assert.Equal(chunk[6], pages.Sum(page => (long)page.HeaderLength + page.Uncompressed));
                Assert.Equal(chunk[9], pages.First(page => page.Type == 0).Offset);
                Assert.Equal(
                    chunk.GetValueOrDefault(11), pages.Where(page => page.Type == 2).Select(page => (object)page.Offset).SingleOrDefault());
                Assert.Equal(
                    List(chunk, 13).Select(count => ((long)count[1], (long)count[2], (int)(long)count[3])),
                    pages.CountBy(page => (page.Type, page.Encoding)).Select(count => (count.Key.Type, count.Key.Encoding, count.Value)));
                at += (long)chunk[7];
            }

            Assert.Equal(group[6], at - (long)group[5]);
        }

        // After them come the page indexes, first all bounds, then all locations; then the footer.
        var columns = List(footer, 4).SelectMany(group => List(group, 1)).ToArray();
        foreach (var (place, length) in ((int, int)[])[(6, 7), (4, 5)])
        {
            foreach (var column in columns)
            {
                Assert.Equal(at, column[place]);
                at += (long)column[length];
            }
        }

        Assert.Equal(file.Length - 8 - BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(^8)), at);
    }

    [Fact]
    public async Task A_page_has_at_most_20_000_rows()
    {
        var (file, footer) = await WriteAsync([s_status, s_id], Rows(50_000));

        foreach (var chunk in List(List(footer, 4).Single(), 1).Select(chunk => (Fields)chunk[3]))
        {
            var pages = Pages(file, (long)chunk.GetValueOrDefault(11, chunk[9]), (long)chunk[7]);
            Assert.Equal([20_000, 20_000, 10_000], pages.Where(page => page.Type == 0).Select(page => page.Values));
        }
    }

    [Fact]
    public async Task Pages_of_long_strings_end_at_a_mebibyte()
    {
        TableColumn[] columns = [new("text", LogicalType.String)];
        var batch = Cells.Batch(
            columns,
            [
                .. Enumerable.Range(0, 500).SelectMany(row => new object?[] { $"{row:d5}" + new string('x', 9_991), null }),
                new string('y', 3 << 20),
            ]);

        var (file, footer) = await WriteAsync(columns, batch);

        var chunk = (Fields)List(List(footer, 4).Single(), 1).Single()[3];
        var pages = Pages(file, (long)chunk[9], (long)chunk[7]);
        // 104 strings of 10,000 bytes with their lengths, and the nulls after each; the long one has its own page.
        Assert.Equal([208, 208, 208, 208, 168, 1], pages.Select(page => page.Values));
        Assert.All(pages.SkipLast(1), page => Assert.InRange(page.Uncompressed, 1, (1 << 20) + 100));
    }

    static ColumnBatch Rows(int count) => Cells.Batch([s_status, s_id],
        [.. Enumerable.Range(0, count).Select(row => row % 5 == 0 ? null : (object)(row % 2 == 0 ? "created" : "delivered"))],
        [.. Enumerable.Range(0, count).Select(row => (object)(long)row)]);
}
