using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.BadInput;

/// <summary>A row that breaks its contract: only it is rejected, with everything a person needs to correct it.</summary>
public sealed class RejectedRows
{
    const int ChunkBytes = 500;
    const long OneChunk = 32 << 20;

    [Fact]
    public async Task A_price_with_a_thousands_separator_is_not_a_number()
    {
        using var home = new Home();
        var run = await home.IngestAsync(
            "orders.csv", Csv.Header + Csv.Row(1) + Csv.Row(2, price: "\"12,50\"") + Csv.Row(3, price: "1250"));

        var reject = Assert.Single(await home.RejectsAsync(run));
        Assert.Equal((RejectCode.TypeError, 2, "product_price", "12,50"), (reject.Code, reject.RowNumber, reject.Column, reject.Value));
        Assert.Equal([2.50m, 1250m], (await home.RowsAsync("product_price")).Select(row => row[0]));
    }

    // The file is of 1 January 2026, midnight; a clock may be wrong by a day.
    [Fact]
    public async Task An_order_later_than_a_day_after_its_file_is_out_of_range()
    {
        const string header = "restaurant_id,creation_time_utc,order_id,lineitem_id,item_price,item_quantity,app_name,user_id,"
            + "printed_card_number,is_loyalty,currency,item_category,item_name\n";
        using var home = new Home { Definitions = DomainDefinitions.Of("restaurant") };
        var run = await home.IngestDatasetAsync("order_items", home.Write("items.csv", Csv.Bytes(
            header + "north,2026-01-02T00:00:00Z,1,1,5.00,1,,,,,,,\n" + "north,2026-01-02T00:00:01Z,2,1,5.00,1,,,,,,,\n"
                + "north,2062-01-01T00:00:00Z,3,1,5.00,1,,,,,,,\n")));

        Assert.Equal(1, run.Record.Ledger!.Accepted);
        Assert.Equal(
            [(RejectCode.RangeError, "2026-01-02T00:00:01Z"), (RejectCode.RangeError, "2062-01-01T00:00:00Z")],
            (await home.RejectsAsync(run)).Select(reject => (reject.Code, reject.Value!)));
    }

    public static TheoryData<string, RejectCode, string?, string?> Faults() => new()
    {
        { "1001,Moe's", RejectCode.MissingCell, null, null },
        { ",", RejectCode.MissingCell, null, null },
        { Csv.Row(7).TrimEnd() + ",more", RejectCode.ExtraCell, null, null },
        { Csv.Row(7, name: "").TrimEnd(), RejectCode.RequiredError, "client_name", "" },
        { Csv.Row(7, units: "six").TrimEnd(), RejectCode.TypeError, "product_ccf", "six" },
        { Csv.Row(7, units: "2147483648").TrimEnd(), RejectCode.RangeError, "product_ccf", "2147483648" },
        { Csv.Row(7, units: "0").TrimEnd(), RejectCode.RangeError, "product_ccf", "0" },
        { Csv.Row(7, price: "-0.01").TrimEnd(), RejectCode.RangeError, "product_price", "-0.01" },
        { Csv.Row(7, status: "lost").TrimEnd(), RejectCode.EnumError, "status", "lost" },
        { Csv.Row(7, name: "\"Moe\"s").TrimEnd(), RejectCode.BadQuote, null, null },
        { Csv.Row(7, name: "\"Moe").TrimEnd(), RejectCode.UnclosedQuote, null, null },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_stored_with_code_row_byte_column_cell_and_line_wherever_chunks_begin(
        string line, RejectCode code, string? column, string? value)
    {
        using var home = new Home { Ingest = new() { ChunkBytes = ChunkBytes } };
        var before = Csv.Header + Csv.Rows(40) + "\n\r\n";
        var run = await home.IngestAsync("orders.csv", before + line + "\n" + Csv.Rows(40, first: 1000));

        Assert.Equal(
            [new(code, RowNumber: 41, before.Length, column, value, "", line)],
            (await home.RejectsAsync(run)).Select(reject => reject with { Message = "" }));
        Assert.Equal(
            (81, 80, 1, 2),
            (run.Record.Ledger!.RowsRead, run.Record.Ledger.Accepted, run.Record.Ledger.Rejected, run.Record.Ledger.BlankLines));
        Assert.Equal(80, (await home.RowsAsync("order_id")).Count);
        Assert.True(run.Record.Verified);
    }

    [Fact]
    public async Task Bytes_that_are_not_text_reject_their_row()
    {
        using var home = new Home();
        byte[] content =
        [
            .. Csv.Bytes(Csv.Header + Csv.Row(1) + "1001,Mo"),
            0xFF,
            .. Csv.Bytes(",2,102,Duff,1,1,1,Retail,created\n" + Csv.Row(3)),
        ];
        var run = await home.IngestFileAsync(home.Write("orders.csv", content));

        var reject = Assert.Single(await home.RejectsAsync(run));
        Assert.Equal((RejectCode.EncodingError, 2, "client_name"), (reject.Code, reject.RowNumber, reject.Column));
        Assert.Equal(2, run.Record.Ledger!.Accepted);
    }

    [Fact]
    public async Task A_long_cell_is_shown_up_to_its_200th_character()
    {
        using var home = new Home();
        var status = string.Concat(Enumerable.Repeat("é", 300));
        var run = await home.IngestAsync("orders.csv", Csv.Header + Csv.Row(1) + Csv.Row(2, status: status));

        var reject = Assert.Single(await home.RejectsAsync(run));
        Assert.Equal(status[..200], reject.Value);
        Assert.Equal(Csv.Row(2, status: status).TrimEnd(), reject.Raw);
    }

    [Theory]
    [InlineData(OneChunk)]
    [InlineData(300_000)]
    public async Task A_line_over_a_mebibyte_is_rejected_and_the_rows_after_it_are_not(long chunkBytes)
    {
        using var home = new Home { Ingest = new() { ChunkBytes = chunkBytes } };
        var run = await home.IngestAsync(
            "orders.csv", Csv.Header + Csv.Row(1) + Csv.Row(2, name: new string('x', 1 << 20)) + Csv.Rows(5, first: 3));

        var reject = Assert.Single(await home.RejectsAsync(run));
        Assert.Equal((RejectCode.LineTooLong, 2L, Csv.Header.Length + Csv.Row(1).Length), (reject.Code, reject.RowNumber, reject.Offset));
        Assert.StartsWith("1001,xxx", reject.Raw, StringComparison.Ordinal);
        Assert.Equal((7, 6), (run.Record.Ledger!.RowsRead, run.Record.Ledger.Accepted));
        Assert.True(run.Record.Verified);
    }

    [Theory]
    [InlineData(OneChunk)]
    [InlineData(300_000)]
    public async Task An_open_quote_swallows_no_row_after_its_line(long chunkBytes)
    {
        using var home = new Home { Ingest = new() { ChunkBytes = chunkBytes } };
        var run = await home.IngestAsync("orders.csv", Csv.Header + Csv.Row(1) + Csv.Row(2, name: "\"open") + Csv.Rows(20_000, first: 3));

        var reject = Assert.Single(await home.RejectsAsync(run));
        Assert.Equal((RejectCode.UnclosedQuote, 2), (reject.Code, reject.RowNumber));
        Assert.Equal(20_001, run.Record.Ledger!.Accepted);
        Assert.True(run.Record.Verified);
    }

    [Fact]
    public async Task Blank_lines_are_not_rows()
    {
        using var home = new Home { Ingest = new() { ChunkBytes = 7 } };
        var run = await home.IngestAsync("orders.csv", Csv.Header + "\n" + Csv.Row(1) + "\r\n\r\r\n" + Csv.Row(2) + "\n");

        Assert.Equal(
            (2, 2, 0, 5),
            (run.Record.Ledger!.RowsRead, run.Record.Ledger.Accepted, run.Record.Ledger.Rejected, run.Record.Ledger.BlankLines));
        Assert.Equal(RunStatus.Completed, run.Record.Status);
    }
}
