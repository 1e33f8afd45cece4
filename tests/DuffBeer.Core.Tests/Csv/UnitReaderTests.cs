using System.Text;
using CsvHelper;
using DuffBeer.Core.Csv;
using Record = DuffBeer.Core.Csv.Record;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Csv;

public sealed class UnitReaderTests
{
    [Fact]
    public async Task A_range_has_the_units_that_start_in_it_and_ends_at_the_first_boundary_after_it()
    {
        var source = new MemoryByteSource("a,b\n\n\"c\nd\",e\nf\n"u8.ToArray());

        var range = await Reading.RangeAsync(source, ReaderLimits.Default, 4, 6);

        Assert.Equal([(4L, UnitKind.Blank), (5L, UnitKind.Record)], range.Units.Select(unit => (unit.Offset, unit.Kind)));
        Assert.Equal(13, range.Next);
    }

    [Fact]
    public async Task A_file_that_ends_in_the_range_makes_its_length_the_next_boundary()
    {
        foreach (var file in new[] { "a,b\nc,d\n", "a,b\nc,d", "a,b\n\n\n", "a,b\n\"c" })
            Assert.Equal(
                file.Length, (await Reading.RangeAsync(new MemoryByteSource(Encoding.UTF8.GetBytes(file)), Reading.Tiny, 0, 1000)).Next);
    }

    [Fact]
    public async Task Little_is_read_after_the_end_of_the_range_and_no_byte_twice()
    {
        var source = new CountingSource(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,value\n", 1_000_000))));

        var range = await Reading.RangeAsync(source, ReaderLimits.Default, 0, 1_000_001);

        Assert.Equal(1_000_008, range.Next);
        Assert.InRange(source.ReadTo, 1_000_008, 1_000_001 + ReaderLimits.Default.Overrun);
        Assert.Equal(source.ReadTo, source.BytesRead);
    }

    [Fact]
    public async Task A_line_of_any_length_is_skipped_in_blocks_and_keeps_its_first_MiB()
    {
        var line = new byte[40 << 20];
        line.AsSpan().Fill((byte)'x');
        line[^1] = (byte)'\n';
        var source = new CountingSource([.. "a,b\n"u8, .. line, .. "c,d\n"u8]);

        var units = (await Reading.RangeAsync(source, ReaderLimits.Default, 0, long.MaxValue)).Units;

        Assert.Equal([UnitFault.None, UnitFault.LineTooLong, UnitFault.None], units.Select(unit => unit.Fault));
        Assert.Equal(Dialect.MaxRecordBytes, units[1].Raw.Length);
        Assert.Equal(4 + line.Length, units[2].Offset);
        Assert.InRange(source.LargestRequest, 1, 4 << 20);
        Assert.Equal(4 + line.Length + 4, source.BytesRead);
    }

    [Fact]
    public async Task Cells_stay_valid_until_the_next_unit()
    {
        var cell = "\"" + string.Concat(Enumerable.Repeat("\"\"x", 2000)) + "\"";
        var file = Encoding.UTF8.GetBytes($"{cell},{cell},{cell}");
        using var reader = new UnitReader(new MemoryByteSource(file), Reading.Comma, 0, long.MaxValue);
        while (!reader.TryRead())
            Assert.True(await reader.FillAsync(default));

        Assert.Equal(3, reader.Unit.FieldCount);
        Assert.True(AllAre(reader.Unit, string.Concat(Enumerable.Repeat("\"x", 2000))));

        static bool AllAre(Record record, string value)
        {
            var first = record.Field(0);
            var second = record.Field(1);
            var third = record.Field(2);
            var expected = Encoding.UTF8.GetBytes(value);
            return first.SequenceEqual(expected) && second.SequenceEqual(expected) && third.SequenceEqual(expected);
        }
    }

    [Fact]
    public async Task Reading_clean_rows_allocates_for_blocks_and_not_for_rows()
    {
        await AllocatedAsync(120_000);
        var few = await AllocatedAsync(20_000);
        var many = await AllocatedAsync(120_000);

        Assert.InRange(many - few, -50_000, 50_000);

        static async Task<long> AllocatedAsync(int rows)
        {
            var source = new MemoryByteSource(
                Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("12345,\"a \"\"b\"\"\",\"x\",5\n", rows))));
            using var reader = new UnitReader(source, Reading.Comma, 0, long.MaxValue);
            var block = new RecordBlock(4, Reading.Comma);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var read = 0;
            do
            {
                while (reader.TryReadRecords(block))
                {
                    for (var row = 0; row < block.Count; row++)
                        read += block.Field(row, 1).Length;
                }
            }
            while (await reader.FillAsync(default));
            Assert.Equal(rows * 5, read);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [InlineData("1,x\n", 100)]
    [InlineData("1,\"x\"\n", 100)]
    [InlineData("1,\"x\n", 1)]
    [InlineData("1,\"x\n", 10)]
    [InlineData("\"\"\"\n", 10)]
    [InlineData("x\",\"\n", 10)]
    [InlineData("\"x\n\",", 10)]
    public async Task Every_byte_is_examined_a_bounded_number_of_times_even_if_many_records_are_not_clean(string fragment, int rowsBetween)
    {
        var random = new Random(5);
        var text = new StringBuilder();
        while (text.Length < 3_000_000)
            text.Append(fragment).Insert(text.Length, "1,value\n", random.Next(rowsBetween * 2)).Append(random.Next(50) == 0 ? "\"\n" : "");
        var file = Encoding.UTF8.GetBytes(text.ToString());
        using var reader = new UnitReader(new CountingSource(file), Reading.Comma, 0, long.MaxValue);
        var block = new RecordBlock(2, Reading.Comma);
        do
        {
            while (reader.TryReadRecords(block) || reader.TryRead())
            {
            }
        }
        while (await reader.FillAsync(default));

        Assert.Equal(file.Length, reader.Next);
        Assert.InRange((double)reader.Examined / file.Length, 0.5, 5);
    }

    static readonly Arbitrary<string[][]> s_rows = Gen.Elements(
        "", "x", "12.50", "é🍺", "a,b", "say \"hi\"", "two\r\nlines", "\n", "\"", " ", "\uFEFF", "\0")
        .NonEmptyListOf().Select(cells => cells.ToArray())
        .NonEmptyListOf().Select(rows => rows.ToArray()).ToArbitrary();

    [Fact]
    public void A_file_without_faults_reads_as_CsvHelper_alone_reads_it() =>
        Prop.ForAll(
            s_rows,
            Gen.Elements("\n", "\r\n", "\r").ToArbitrary(),
            Gen.Elements(2, 7, 64, 4096).ToArbitrary(),
            (rows, lineBreak, block) =>
            {
                var file = Encoding.UTF8.GetBytes(string.Join(lineBreak, rows.Select(row => string.Join(',', row.Select(Quoted)))));
                var limits = ReaderLimits.Default with { Block = block };

                var units = Reading.RangeAsync(new MemoryByteSource(file), limits, 0, long.MaxValue).GetAwaiter().GetResult().Units;

                Assert.Equal(ByCsvHelper(file), units.Select(unit => (unit.Offset, unit.Raw, unit.Cells)));
                Assert.Equal(rows.Select(row => Parsed.Join(row.Select(Encoding.UTF8.GetBytes))), units.Select(unit => unit.Cells));
            }).Check(Law.Cases(1_000).WithEndSize(40));

    static string Quoted(string cell, int index) =>
        cell.AsSpan().ContainsAny(",\"\r\n\uFEFF") || cell.Length == 0
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;

    static List<(long Offset, string Raw, string Cells)> ByCsvHelper(byte[] file)
    {
        using var reader = CsvReader.Create(file, new CsvReaderOptions { Separator = ',', HasHeader = false, SkipEmptyLines = false });
        var records = new List<(long, string, string)>();
        while (reader.Read())
            records.Add((reader.ByteOffset, Parsed.Text(reader.RawRecord),
                Parsed.Join(Enumerable.Range(0, reader.FieldCount).Select(index => reader.GetSpan(index).ToArray()))));
        return records;
    }
}
