using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Rows;

namespace DuffBeer.Core.Tests.Rows;

public class HeaderMatchTests
{
    static readonly DatasetContract s_orders = new()
    {
        Name = "orders",
        Version = 1,
        Source = new("orders/"),
        Columns =
        [
            new() { Name = "order_id", Type = LogicalType.Int64, Required = true, Aliases = ["order no"] },
            new() { Name = "list_price", Type = LogicalType.Int64, Required = true, SourceName = "List Price" },
            new() { Name = "note", Type = LogicalType.String },
        ],
    };

    [Theory]
    [InlineData("order_id,list_price,note")]
    [InlineData("ORDER ID, List-Price ,Note")]
    [InlineData("Order-No,LIST_PRICE,NOTE")]
    public void Names_match_without_regard_to_case_space_underscore_and_hyphen(string header) =>
        Assert.Equal([0, 1, 2], Match(header).Cells);

    [Fact]
    public void Columns_come_in_any_order_among_others()
    {
        var map = Match("x,note,list price,order id");

        Assert.Equal([3, 2, 1], map.Cells);
        Assert.Equal(4, map.Found.Count);
        Assert.Equal(["the header has columns that the contract does not know: 'x'"], map.Warnings);
    }

    [Fact]
    public void A_missing_optional_column_is_null_in_every_row()
    {
        var map = Match("order_id,list_price");

        Assert.Equal([0, 1, -1], map.Cells);
        Assert.Equal(["the header lacks the optional columns note: they will be null in every row"], map.Warnings);
    }

    [Fact]
    public void Ignored_drift_gives_no_warning() =>
        Assert.Empty(Match("order_id,list_price,y", new(DriftAction.Ignore, DriftAction.Ignore)).Warnings);

    [Theory]
    [InlineData(
        "order_id,list_price,note,y",
        "orders: the header has columns that the contract does not know: 'y', which the contract's drift policy forbids.")]
    [InlineData(
        "order_id,list_price",
        "orders: the header lacks the optional columns note: they will be null in every row, which the contract's drift policy forbids.")]
    public void Forbidden_drift_fails_the_run(string header, string message) =>
        Fails(message, () => Match(header, new(DriftAction.Fail, DriftAction.Fail)));

    [Theory]
    [InlineData("order_id,lst_price,note", "orders: the header lacks list_price (is it 'lst_price'?). Found: order_id, lst_price, note.")]
    [InlineData("order_id,note", "orders: the header lacks list_price. Found: order_id, note.")]
    [InlineData(
        "Order No,list_price,order_id",
        "orders: the header names the column order_id twice, as 'Order No' (column 1) and 'order_id' (column 3).")]
    [InlineData(
        "note,list_price,order_id,NOTE", "orders: the header names the column note twice, as 'note' (column 1) and 'NOTE' (column 4).")]
    [InlineData(
        "1001,250,hello",
        "orders: the header lacks order_id, list_price. Found: 1001, 250, hello; no name is known, so the file may have no header, " +
        "another delimiter, or belong to another dataset.")]
    [InlineData(
        "order_id;list_price;note",
        "orders: the header lacks order_id, list_price. Found: order_id;list_price;note; no name is known, so the file may have no " +
        "header, another delimiter, or belong to another dataset.")]
    [InlineData(" , ", "orders: the header is missing: the first line has no names. Expected: order_id, list_price, note.")]
    public void A_header_that_does_not_fit_is_refused_with_what_is_found_and_what_is_missing(string header, string message) =>
        Fails(message, () => Match(header));

    static HeaderMap Match(string header, DriftPolicy? drift = null) =>
        HeaderMatch.Of(s_orders with { Drift = drift ?? new() }, header.Split(','));

    static void Fails(string message, Func<object> match)
    {
        var failure = Assert.Throws<TerminalException>(match);

        Assert.Equal((ProblemCode.HeaderMismatch, message), (failure.Code, failure.Message));
    }
}
