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

    [Theory]
    [InlineData("\uFEFForder\u00A0id,List\r\nPrice,note")]
    [InlineData("OrderID,list\u2011price,N\u200Bote")]
    public void Spaces_of_every_kind_line_breaks_and_invisible_characters_do_not_count(string header) =>
        Assert.Equal([0, 1, 2], Match(header).Cells);

    [Fact]
    public void A_header_without_a_known_name_is_refused_where_nothing_is_required()
    {
        var optional = s_orders with { Columns = [.. s_orders.Columns.Select(column => column with { Required = false })] };

        Fails(
            "orders: the header lacks order_id, list_price, note. Found: 17, 2.50, Bonn; no name is known, so the file may have no " +
            "header, another delimiter, or belong to another dataset.",
            () => HeaderMatch.Of(optional, ["17", "2.50", "Bonn"]));
    }

    [Fact]
    public void A_missing_column_is_named_with_its_heading()
    {
        var headed = s_orders with
        {
            Columns = [.. s_orders.Columns.Select(column => column.Name == "list_price" ? column with { SourceName = "Preis" } : column)],
        };

        Fails(
            "orders: the header lacks list_price (headed 'Preis'). Found: order_id, note.",
            () => HeaderMatch.Of(headed, ["order_id", "note"]));
    }

    static DatasetContract Hiding(DriftAction newColumn) => s_orders with
    {
        Derived = [new("hash", LogicalType.String, TypedRows.Compile(s_orders, "keyed_hash(note)", LogicalType.String), Hides: "note")],
        Drift = new(newColumn),
    };

    [Theory]
    [InlineData(DriftAction.Ignore)]
    [InlineData(DriftAction.Warn)]
    public void A_hidden_column_that_may_have_another_name_fails_the_run(DriftAction newColumn) => Fails(
        "orders: the header lacks note, which the contract hides, and has names that the contract does not know: 'memo', '***'. Add the " +
        "right one to the column's aliases, or set drift.newColumn to drop to leave unknown columns out.",
        () => HeaderMatch.Of(Hiding(newColumn), ["order_id", "list_price", "memo", "4111 1111"]));

    [Fact]
    public void Columns_that_are_dropped_are_named_but_values_in_their_place_are_not()
    {
        var map = HeaderMatch.Of(Hiding(DriftAction.Drop), ["order_id", "list_price", "memo", "moe@tavern.example"]);

        Assert.Equal("the header has columns that the contract does not know: 'memo', '***'", map.Warnings[0]);
        Assert.Equal(["order_id", "list_price", "memo", "***"], HeaderMatch.Stored(Hiding(DriftAction.Drop), map));
    }

    [Fact]
    public void A_header_that_may_be_data_is_not_shown_where_a_column_is_hidden()
    {
        var failure = Assert.Throws<TerminalException>(() => HeaderMatch.Of(Hiding(DriftAction.Warn), ["7", "250", "secret"]));

        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.Contains("3 cells, not shown because they may be data", failure.Message, StringComparison.Ordinal);
    }

    static HeaderMap Match(string header, DriftPolicy? drift = null) =>
        HeaderMatch.Of(s_orders with { Drift = drift ?? new() }, header.Split(','));

    static void Fails(string message, Func<object> match)
    {
        var failure = Assert.Throws<TerminalException>(match);

        Assert.Equal((ProblemCode.HeaderMismatch, message), (failure.Code, failure.Message));
    }
}
