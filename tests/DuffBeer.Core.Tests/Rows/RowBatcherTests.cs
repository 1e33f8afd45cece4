using System.Globalization;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Tests.Rows;

public class RowBatcherTests
{
    const string Header = "id,price,channel,status";

    [Fact]
    public async Task Rows_become_typed_columns_in_one_batch_per_partition()
    {
        var rows = await TypedRows.ReadAsync(TypedRows.Orders, $"{Header}\n7,2.50,Retail,CREATED\n8,3,B2B,\n\n9,-0.5,Retail,broken\n");

        Assert.Equal((3, 0, 1), (rows.Accepted, rows.Rejected, rows.Blank));
        Assert.Equal(
            [
                "channel=B2B: 8|3.00|B2B|null|6.00|46|run-1",
                "channel=Retail: 7|2.50|Retail|created|5.00|24|run-1",
                "channel=Retail: 9|-0.50|Retail|broken|-1.00|56|run-1",
            ],
            TypedRows.Lines(rows).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Columns_come_in_any_order_and_optional_ones_may_be_missing()
    {
        var rows = await TypedRows.ReadAsync(TypedRows.Orders, "channel,new,PRICE,Id\nRetail,x,1,7\n");

        Assert.Equal(["channel=Retail: 7|1.00|Retail|null|2.00|21|run-1"], TypedRows.Lines(rows));
    }

    [Theory]
    [InlineData(
        "8,\"12,50\",Retail,created",
        "TypeError",
        "price",
        "12,50",
        "price must be a decimal(10,2): at most 2 decimal places, no thousands separators, no exponent, less than 1000.00")]
    [InlineData("8,1e2,Retail,created", "TypeError", "price", "1e2", null)]
    [InlineData("8,2.505,Retail,created", "TypeError", "price", "2.505", null)]
    [InlineData("8,1000,Retail,created", "RangeError", "price", "1000", null)]
    [InlineData(
        "0,1,Retail,created", "RangeError", "id", "0",
        "id must be an int64: a whole number without separators, at least 1, at most 9223372036854775807")]
    [InlineData("9223372036854775808,1,Retail,created", "RangeError", "id", "9223372036854775808", null)]
    [InlineData("8,1,Retail,lost", "EnumError", "status", "lost", "status must be one of created, delivered, broken")]
    [InlineData(",1,Retail,created", "RequiredError", "id", "", "id is required, but the cell is empty")]
    [InlineData("x,y,Retail,lost", "TypeError", "id", "x", null)] // the first column at fault is named
    [InlineData("8,1,Retail", "MissingCell", null, null, "the line has 3 cells, the header 4")]
    [InlineData(",", "MissingCell", null, null, "the line has 2 cells, the header 4")]
    [InlineData("8,1,Retail,created,x", "ExtraCell", null, null, "the line has 5 cells, the header 4")]
    [InlineData(
        "8,1,\"Ret\"ail,created", "BadQuote", null, null, "text follows a closing quote; a quote inside a quoted cell must be doubled")]
    [InlineData(
        "8,1,\"Retail,created",
        "UnclosedQuote",
        null,
        null,
        "a quote is not closed before the end of the line, the end of the file or the maximum record length")]
    public async Task A_bad_row_is_a_reject_and_the_run_continues(string line, string code, string? column, string? value, string? message)
    {
        var rows = await TypedRows.ReadAsync(TypedRows.Orders, $"{Header}\n7,2.50,Retail,created\n\n{line}\n9,1,Retail,created\n");
        var reject = Assert.Single(TypedRows.Rejects(rows));

        Assert.Equal((2, 1, 1), (rows.Accepted, rows.Rejected, rows.Blank));
        Assert.Equal((code, column, value, line, "run-1"), (reject.Code.ToString(), reject.Column, reject.Value, reject.Raw, reject.Run));
        Assert.Equal((2, 47), (reject.RowNumber, reject.Offset));
        Assert.Equal(message ?? reject.Message, reject.Message);
        Assert.Equal(1, rows.RejectedBy[reject.Code]);
    }

    [Fact]
    public async Task A_line_over_the_limit_is_a_reject_and_is_stored_truncated()
    {
        var rows = await TypedRows.ReadAsync(
            TypedRows.Orders, $"{Header}\n7,1,{new string('x', Dialect.MaxRecordBytes)},created\n8,1,Retail,created\n");
        var reject = Assert.Single(TypedRows.Rejects(rows));

        Assert.Equal((1, RejectCode.LineTooLong), (rows.Accepted, reject.Code));
        Assert.Equal(64 << 10, reject.Raw.Length);
    }

    [Theory]
    [InlineData("7,1,Ret\u00ff\u00fe,created", "channel", "Ret\\xFF\\xFE", "channel is not valid UTF-8")]
    [InlineData("7,1,Retail,created\u00c3", "status", "created\\xC3", null)]
    [InlineData("x,1,Ret\u00ff,created", "id", "x", null)] // a column before it is at fault first
    public async Task A_cell_that_is_not_utf8_is_a_reject(string latin1, string column, string value, string? message)
    {
        var rows = await TypedRows.ReadAsync(TypedRows.Orders, Encoding.Latin1.GetBytes($"{Header}\n{latin1}\n"));
        var reject = Assert.Single(TypedRows.Rejects(rows));

        Assert.Equal((column, value), (reject.Column, reject.Value));
        Assert.Equal(message ?? reject.Message, reject.Message);
    }

    [Fact]
    public async Task A_cell_that_is_not_utf8_rejects_the_row_even_in_an_unused_column()
    {
        var rows = await TypedRows.ReadAsync(TypedRows.Orders, Encoding.Latin1.GetBytes($"{Header},note\n7,1,Retail,created,caf\u00e9\n"));
        var reject = Assert.Single(TypedRows.Rejects(rows));

        Assert.Equal((RejectCode.EncodingError, null), (reject.Code, reject.Column));
    }

    [Fact]
    public async Task A_long_cell_is_cut_at_200_characters_and_not_within_one()
    {
        var cell = new string('x', 199) + "\ud83c\udf7a and more";
        var rows = await TypedRows.ReadAsync(TypedRows.Orders, $"{Header}\n7,{cell},Retail,created\n");

        Assert.Equal(new string('x', 199), Assert.Single(TypedRows.Rejects(rows)).Value);
    }

    [Fact]
    public async Task A_derived_value_that_does_not_fit_is_a_reject()
    {
        var contract = TypedRows.Orders with { Derived = [TypedRows.Derived("doubled", "decimal(4,2)", "price * 2")] };
        var rows = await TypedRows.ReadAsync(contract, $"{Header}\n7,49.99,Retail,created\n8,50,Retail,created\n");
        var reject = Assert.Single(TypedRows.Rejects(rows));

        Assert.Equal(
            (RejectCode.RangeError, "doubled", null, "doubled does not fit decimal(4,2)"),
            (reject.Code, reject.Column, reject.Value, reject.Message));
        Assert.Equal(1, rows.Accepted);
    }

    [Fact]
    public async Task Unknown_values_are_accepted_and_counted_with_a_bounded_number_of_them()
    {
        var lines = string.Concat(Enumerable.Range(0, 30).Select(index => $"7,1,Kiosk{index % 25},created\n"));
        var rows = await TypedRows.ReadAsync(
            TypedRows.Orders, $"{Header}\n7,1,Retail,created\n7,1,retail,created\nx,1,Never,created\n{lines}");
        var unknown = Assert.Single(rows.Unknown);

        Assert.Equal(("channel", 31L, 20), (unknown.Column, unknown.Rows, unknown.Values.Count));
        Assert.Equal(2, unknown.Values["Kiosk0"]);
        Assert.DoesNotContain("Never", unknown.Values.Keys);
        Assert.Contains("channel=%72etail", rows.Partitions.Select(partition => partition.Path));
    }

    [Fact]
    public async Task Null_and_empty_partition_values_share_hives_default_folder()
    {
        var contract = TypedRows.Orders with { PartitionBy = ["status", "id"] };
        var rows = await TypedRows.ReadAsync(contract, $"{Header}\n7,1,Retail,created\n7,1,Retail,\n8,1,Retail,  \n");

        Assert.Equal(
            ["status=__HIVE_DEFAULT_PARTITION__/id=7", "status=__HIVE_DEFAULT_PARTITION__/id=8", "status=created/id=7"],
            rows.Partitions.Select(partition => partition.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_partition_value_too_long_for_a_folder_is_a_reject()
    {
        var rows = await TypedRows.ReadAsync(TypedRows.Orders, $"{Header}\n7,1,{new string('\u00e9', 60)},created\n");
        var reject = Assert.Single(TypedRows.Rejects(rows));

        Assert.Equal(
            (RejectCode.RangeError, "channel", "channel names a partition folder, which may have at most 200 bytes"),
            (reject.Code, reject.Column, reject.Message));
        Assert.Empty(rows.Partitions);
        Assert.Empty(rows.Unknown);
    }

    [Fact]
    public async Task Ten_thousand_partition_values_fail_the_run()
    {
        var lines = string.Concat(Enumerable.Range(0, 10_000).Select(index => $"7,1,c{index},created\n"));
        var failure = await Assert.ThrowsAsync<TerminalException>(() => TypedRows.ReadAsync(TypedRows.Orders, $"{Header}\n{lines}"));

        Assert.Equal(ProblemCode.TooManyPartitions, failure.Code);
        Assert.Contains("more than 200 different values of channel", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dataset_without_partitions_has_one_batch()
    {
        var rows = await TypedRows.ReadAsync(
            TypedRows.Orders with { PartitionBy = [] }, $"{Header}\n7,1,Retail,created\n8,1,B2B,created\n");

        Assert.Equal(("", 2), (Assert.Single(rows.Partitions).Path, rows.Partitions.Single().Rows.RowCount));
    }

    [Fact]
    public async Task The_largest_partition_is_flushed_first_and_frees_its_memory()
    {
        var rows = await TypedRows.ReadAsync(
            TypedRows.Orders, $"{Header}\n7,1,Retail,created\n8,1,Retail,created\n9,1,B2B,created\nx,1,B2B,created\n");
        var before = rows.BufferedBytes;

        Assert.Equal("channel=Retail", rows.Largest!.Path);
        rows.Largest.Rows.Clear();
        Assert.Equal("channel=B2B", rows.Largest!.Path);
        rows.Largest.Rows.Clear();
        Assert.Null(rows.Largest);
        Assert.InRange(rows.BufferedBytes, 1, before - 1);
        rows.Rejects.Clear();
        Assert.Equal((0, 3, 1), (rows.BufferedBytes, rows.Accepted, rows.Rejected));
    }

    [Fact]
    public async Task An_accepted_row_allocates_nothing()
    {
        const int RowCount = 240_000;
        var lines = string.Concat(
            Enumerable.Range(1, RowCount).Select(
                index => string.Create(CultureInfo.InvariantCulture, $"{index},{index % 900}.25,Retail,created\n")));
        var file = Encoding.UTF8.GetBytes(lines);
        using var rows = new RowBatcher(
            TypedRows.Orders,
            HeaderMatch.Of(TypedRows.Orders, Header.Split(',')),
            TypedRows.Comma,
            TypedRows.Settings);

        // Space for rows is reused. One object per row would be at least 4.8 MB.
        await ReadAsync();
        Assert.InRange(await ReadAsync(), 0, 250_000);
        Assert.Equal(2 * RowCount, rows.Accepted);

        async Task<long> ReadAsync()
        {
            await using var source = new MemoryByteSource(file);
            using var units = new UnitReader(source, TypedRows.Comma, 0, long.MaxValue);
            var allocated = 0L;
            while (await units.FillAsync(default))
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                rows.Read(units);
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                foreach (var partition in rows.Partitions)
                    partition.Rows.Clear();
            }

            return allocated;
        }
    }
}
