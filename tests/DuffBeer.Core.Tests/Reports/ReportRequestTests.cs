using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Tests.Models;

namespace DuffBeer.Core.Tests.Reports;

public sealed class ReportRequestTests
{
    [Fact]
    public void The_snapshot_is_that_of_the_previous_page_or_the_one_that_is_named()
    {
        var next = new ReportContinuation("s7", 40).Write();

        Assert.Null(Samples.Request(("client_id", "7")).Snapshot);
        Assert.Equal("s6", Samples.Request(("client_id", "7"), ("snapshot", "s6")).Snapshot);
        Assert.Equal("s7", Samples.Request(("client_id", "7"), ("next", next), ("snapshot", "")).Snapshot);
        ReportRequest.Read(Samples.Report(), [new("client_id", "7"), new("next", next), new("snapshot", "s6")], out var mistakes);
        Assert.Equal("snapshot must be that of the previous page, s7", mistakes["snapshot"]);
    }

    [Fact]
    public void All_rows_are_counted_by_the_same_select_and_values()
    {
        var request = Samples.Request(("client_id", "7"), ("status", "broken"), ("limit", "1"));
        var scope = new SqlScope(new PlainDialect()) { Models = new Dictionary<string, Relation> { ["things"] = new("things", [], []) } };
        var (page, count) = (ReportQuery.Render(request, scope), ReportQuery.RenderCount(request, scope));

        Assert.StartsWith("SELECT cast[COUNT(*) as int64] AS row_count\nFROM (\nSELECT id,", count.Sql, StringComparison.Ordinal);
        Assert.DoesNotContain("OFFSET", count.Sql, StringComparison.Ordinal);
        Assert.Equal(page.Parameters, count.Parameters);
    }

    [Fact]
    public void A_missing_parameter_has_its_default_or_is_null()
    {
        var request = Samples.Request(("client_id", "7"), ("status", ""));

        Assert.Equal([7L, null, 10, null], request.Report.Parameters.Select(parameter => request.Values[parameter.Name].Value));
        Assert.Equal((2, 0L), (request.Limit, request.Offset));
        Assert.Equal(request.Report.Order, request.Sort);
    }

    [Fact]
    public void A_value_of_a_list_is_found_in_any_case() =>
        Assert.Equal("broken", Samples.Request(("client_id", "7"), ("status", "BROKEN")).Values["status"].Value);

    [Theory]
    [InlineData("status", "x'; DROP TABLE t --", "status must be one of created, broken, not 'x'; DROP TABLE t --'")]
    [InlineData("client_id", "seven", "client_id must be a whole number (int64), not 'seven'")]
    [InlineData("client_id", "1 OR 1=1", "client_id must be a whole number")]
    [InlineData("n", "0", "n must be from 1 to 99, not 0")]
    [InlineData("least", "0.25", "least must be at least 0.5, not 0.25")]
    [InlineData("limit", "10001", "limit must be a number from 1 to 10000")]
    [InlineData("limit", "-1", "limit must be a number from 1 to 10000")]
    [InlineData("sort", "id", "sort must be one or more of price, thing")]
    [InlineData("sort", "price; DROP TABLE t", "sort must be one or more of price, thing")]
    [InlineData(
        "columns", "id,prize", "there is no column 'prize' (did you mean price?); columns are id, thing, price, share, day, at, good")]
    [InlineData("columns", "id,", "there is no column ''; columns are id, thing")]
    [InlineData("next", "!", "next must be the unchanged continuation token")]
    [InlineData(
        "colour",
        "red",
        "there is no parameter colour; the parameters are client_id, status, n, least, limit, sort, columns, next, snapshot")]
    public void A_value_that_is_not_allowed_is_refused_with_the_allowed_ones(string name, string text, string message)
    {
        (string, string)[] texts = name == "client_id" ? [(name, text)] : [("client_id", "7"), (name, text)];
        var failure = Assert.Throws<TerminalException>(() => Samples.Request(texts));

        Assert.Equal(ProblemCode.BadRequest, failure.Code);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_chosen_columns_are_selected_in_their_order_and_ordered_as_all_are()
    {
        var request = Samples.Request(("client_id", "7"), ("columns", "share, id,share"));
        var scope = new SqlScope(new PlainDialect()) { Models = new Dictionary<string, Relation> { ["things"] = new("things", [], []) } };
        var statement = ReportQuery.Render(request, scope);

        Assert.Equal(["share", "id"], request.Columns.Select(column => column.Name));
        Assert.StartsWith(
            "SELECT\n    cast[\"share\" as double] AS \"share\",\n    cast[\"id\" as int64] AS \"id\"\nFROM (\nSELECT id, thing,",
            statement.Sql,
            StringComparison.Ordinal);
        Assert.Contains("ORDER BY \"price\" DESC NULLS LAST, \"id\" ASC NULLS LAST", statement.Sql, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_reported_together()
    {
        ReportRequest.Read(Samples.Report(), [new("n", "0"), new("n", "1"), new("colour", "red")], out var mistakes);

        Assert.Equal(["client_id", "colour", "n"], mistakes.Keys);
        Assert.Equal("client_id (int64) is required", mistakes["client_id"]);
    }

    [Fact]
    public void A_requested_order_is_completed_by_the_reports_own()
    {
        var sort = Samples.Request(("client_id", "7"), ("sort", "thing,-price")).Sort;

        Assert.Equal([new("thing", false), new("price", true), new("id", false)], sort);
    }

    [Fact]
    public void A_page_is_queried_with_one_extra_row_and_with_values_only_as_parameters()
    {
        var request = Samples.Request(
            ("client_id", "7"),
            ("status", "broken"),
            ("n", "5"),
            ("next", new ReportContinuation("s7", 40).Write()));
        var scope = new SqlScope(new PlainDialect()) { Models = new Dictionary<string, Relation> { ["things"] = new("things", [], []) } };
        var statement = ReportQuery.Render(request, scope);

        Assert.Equal([7L, "broken", "broken"], statement.Parameters.Select(value => value.Value));
        Assert.Contains("cast[NULL as ", statement.Sql, StringComparison.Ordinal);
        Assert.Contains("LIMIT literal[5]\n) AS report", statement.Sql, StringComparison.Ordinal);
        Assert.StartsWith("SELECT\n    cast[\"id\" as int64] AS \"id\",\n", statement.Sql, StringComparison.Ordinal);
        Assert.EndsWith(
            "ORDER BY \"price\" DESC NULLS LAST, \"id\" ASC NULLS LAST\nOFFSET 40 LIMIT 3", statement.Sql, StringComparison.Ordinal);
    }

    [Fact]
    public void An_engine_that_keeps_statements_gets_the_page_as_parameters()
    {
        var request = Samples.Request(("client_id", "7"), ("next", new ReportContinuation("s7", 40).Write()));
        var scope = new SqlScope(new PlainDialect { BindsPages = true })
        {
            Models = new Dictionary<string, Relation> { ["things"] = new("things", [], []) },
        };
        var statement = ReportQuery.Render(request, scope);

        Assert.EndsWith("\nOFFSET ? LIMIT ?", statement.Sql, StringComparison.Ordinal);
        Assert.Equal([40L, 3L], statement.Parameters.TakeLast(2).Select(value => value.Value));
    }

    [Fact]
    public void A_whole_report_has_no_limit()
    {
        var optional = Samples.Report() with
        {
            Parameters = [.. Samples.Report().Parameters.Select(parameter => parameter with { Required = false })],
        };

        Assert.Null(ReportRequest.Whole(optional).Limit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("bm8")]
    [InlineData("%%%")]
    [InlineData("MDcgIHM3")]
    [InlineData("NyAgc_99999")]
    public void A_foreign_continuation_token_is_refused(string text) => Assert.Null(ReportContinuation.Read(text));

    [Theory]
    [InlineData("snapshot 1", 4_000_000_000, null)]
    [InlineData("s2", 5, 7L)]
    public void A_continuation_token_survives_a_round_trip(string snapshot, long offset, long? total)
    {
        var token = new ReportContinuation(snapshot, offset, total);

        Assert.Equal(token, ReportContinuation.Read(token.Write()));
    }
}
