using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Parquet.Tests;

/// <summary>Our own reader gives every value that we write, so that rows can be written again in other files.</summary>
public sealed class OwnReaderTests
{
    public static TheoryData<PartCodec> Codecs => [.. Enum.GetValues<PartCodec>()];

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task Every_encoding_of_every_shape_is_read_with_each_codec(PartCodec codec)
    {
        var table = SampleTable.OfAllShapes(new Random(11), 2_001);

        await RoundTripAsync(codec, table);
    }

    [Fact]
    public void Tables_of_any_shape_are_read() =>
        Prop.ForAll(SampleTable.Any().ToArbitrary(), table =>
        {
            RoundTripAsync(PartCodec.Snappy, table).GetAwaiter().GetResult();
            return true;
        }).Check(Law.Cases(30));

    [Fact]
    public async Task A_column_is_found_by_its_id_widened_where_nothing_is_lost_and_null_where_it_is_missing()
    {
        TableColumn[] stored =
        [
            Column("old", LogicalType.Int32, 1), Column("price", LogicalType.Decimal(9, 2), 2), Column("text", LogicalType.String, 3),
        ];
        TableColumn[] wanted =
        [
            Column("text", LogicalType.String, 3), Column("new", LogicalType.Int64, 1), Column("none", LogicalType.Double, 4),
            Column("price", LogicalType.Decimal(18, 4), 2),
        ];
        var (file, _) = await ParquetBytes.WriteAsync(
            stored, Cells.Batch(stored, [int.MinValue, null, 7], [999_999_999L, -1L, null], ["", "x", null]));

        using var batch = new ColumnBatch(wanted);
        var content = (await new ParquetPartReader().OpenAsync(new MemoryByteSource(file), wanted, default))!;
        await content.AppendAsync(0, batch, default);

        Assert.Equal(
            [["", "x", null], [(long)int.MinValue, null, 7L], [null, null, null], [99_999_999_900L, -100L, null]],
            batch.Buffers.Select(buffer => Cells.Of(buffer).ToArray()));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task A_file_says_itself_what_its_columns_and_its_codec_are(PartCodec codec)
    {
        var table = SampleTable.OfAllShapes(new Random(5), 30);
        var (file, _) = await ParquetBytes.WriteAsync(codec, table.Columns, table.Batches);

        var content = (await new ParquetPartReader().OpenAsync(new MemoryByteSource(file), null, default))!;

        Assert.Equal(
            table.Columns.Select(column => (column.Name, column.Type, column.FieldId, column.Nullable)),
            content.Columns.Select(column => (column.Name, column.Type, column.FieldId, column.Nullable)));
        Assert.Equal(codec, content.Codec);
    }

    [Fact]
    public void Some_rows_of_any_table_are_copied_with_all_their_values() =>
        Prop.ForAll(SampleTable.Any().ToArbitrary(), Gen.Choose(0, 1_000).ToArbitrary(), (table, seed) =>
        {
            using var copy = new ColumnBatch(table.Columns);
            var expected = table.Columns.Select(_ => new List<object?>()).ToList();
            foreach (var batch in table.Batches)
            {
                int[] rows = [.. Enumerable.Range(0, batch.RowCount).Where(row => (row * 7 + seed) % 3 > 0)];
                copy.AppendRows(batch, rows);
                for (var column = 0; column < expected.Count; column++)
                {
                    var cells = Cells.Of(batch.Buffers[column]).ToList();
                    expected[column].AddRange(rows.Select(row => (object?)cells[row]));
                }
            }

            return expected.Zip(copy.Buffers).All(pair => pair.First.SequenceEqual(Cells.Of(pair.Second).Select(cell => (object?)cell)));
        }).Check(Law.Cases(30));

    [Theory]
    [InlineData("int32")]
    [InlineData("decimal(18,1)")]
    [InlineData("string")]
    public async Task A_type_that_would_lose_something_is_left_alone(string type)
    {
        TableColumn[] stored = [Column("price", LogicalType.Decimal(9, 2), 2)];
        var (file, _) = await ParquetBytes.WriteAsync(stored, Cells.Batch(stored, [1L]));
        Assert.True(LogicalType.TryParse(type, out var other));

        Assert.Null(await new ParquetPartReader().OpenAsync(
            new MemoryByteSource(file), [Column("price", other, 2)], default));
    }

    [Fact]
    public async Task A_file_that_is_cut_off_or_no_Parquet_is_a_problem()
    {
        var table = SampleTable.OfAllShapes(new Random(3), 50);
        var (file, _) = await ParquetBytes.WriteAsync(table.Columns, table.Batches);
        foreach (var damaged in (byte[][])[[], file[..5], file[..^1], file[1_000..], [.. file[..500], .. file[900..]]])
        {
            var failure = await Assert.ThrowsAsync<TerminalException>(() => ReadAsync(damaged, table.Columns));
            Assert.Equal(ProblemCode.DocumentDamaged, failure.Code);
        }
    }

    static TableColumn Column(string name, LogicalType type, int id) => new(name, type) { Id = id };

    static async Task RoundTripAsync(PartCodec codec, SampleTable table)
    {
        var (file, _) = await ParquetBytes.WriteAsync(codec, table.Columns, table.Batches);

        using var read = await ReadAsync(file, table.Columns);

        for (var column = 0; column < table.Columns.Count; column++)
            Assert.Equal(
                table.Batches.SelectMany(batch => Cells.Of(batch.Buffers[column])), Cells.Of(read.Buffers[column]));
    }

    static async Task<ColumnBatch> ReadAsync(byte[] file, IReadOnlyList<TableColumn> columns)
    {
        var content = (await new ParquetPartReader().OpenAsync(new MemoryByteSource(file), columns, default))!;
        var batch = new ColumnBatch(columns);
        for (var group = 0; group < content.RowGroups.Count; group++)
            await content.AppendAsync(group, batch, default);
        return batch;
    }
}
