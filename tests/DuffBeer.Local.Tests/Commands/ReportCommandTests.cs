using System.Text.Json;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Reports;

namespace DuffBeer.Local.Tests.Commands;

public sealed class ReportCommandTests
{
    readonly FakeWorkspace _workspace = new();

    [Fact]
    public async Task Json_has_the_documented_members_in_order_and_numbers_as_numbers()
    {
        var call = await Shell.CallAsync(_workspace, "report", "sales-by-product", "--format", "json");

        Assert.Equal(0, call.Code);
        Assert.Equal(
            [
                "report", "title", "description", "parameters", "snapshot", "asOf", "chart", "sort", "columns", "leftOut", "totalRows",
                "rows",
            ],
            call.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(10, call.Json.GetProperty("parameters").GetProperty("top").GetInt64());
        Assert.Equal("2026-11-21T07:00:00Z", call.Json.GetProperty("snapshot").GetProperty("at").GetString());
        Assert.Equal("2026-11-21", call.Json.GetProperty("asOf").GetString());
        Assert.Equal("decimal(18,2)", call.Json.GetProperty("columns")[2].GetProperty("type").GetString());

        var (first, second) = (call.Json.GetProperty("rows")[0], call.Json.GetProperty("rows")[1]);
        Assert.Equal("30.00", first.GetProperty("gross_sales").GetRawText());
        Assert.Equal("102", first.GetProperty("product_id").GetRawText());
        Assert.Equal("2026-11-21T07:00:00Z", first.GetProperty("last").GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("share").ValueKind);
    }

    [Fact]
    public async Task The_global_json_option_means_the_same_as_the_format()
    {
        var format = await Shell.CallAsync(_workspace, "report", "sales-by-product", "--format", "json");
        var global = await Shell.CallAsync(_workspace, "--json", "report", "sales-by-product");

        Assert.Equal(format.Out, global.Out);
    }

    [Fact]
    public async Task A_snapshot_may_be_named()
    {
        await Shell.CallAsync(_workspace, "report", "sales-by-product", "--snapshot", "20260105T080000000Z");

        Assert.Equal("20260105T080000000Z", Assert.Single(_workspace.Reported).Parameters["snapshot"]);
    }

    [Fact]
    public async Task A_page_says_how_many_rows_there_are()
    {
        _workspace.Report = _ => Answers.SalesByProduct with { Next = new("s7", 2), TotalRows = 1_234 };

        var call = await Shell.CallAsync(_workspace, "report", "sales-by-product");

        Assert.Contains("Only 2 of 1,234 rows are shown", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_next_link_exists_only_if_there_is_more()
    {
        var next = new ReportContinuation("20261121T070000-abcd", 100);
        _workspace.Report = _ => Answers.SalesByProduct with { Next = next };

        var call = await Shell.CallAsync(_workspace, "report", "sales-by-product", "--json");

        Assert.Equal($"/api/reports/sales-by-product?top=10&limit=100&next={next.Write()}", call.Json.GetProperty("nextLink").GetString());
        Assert.Contains($"--next {next.Write()}", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_keeps_negative_numbers_and_disarms_formulas()
    {
        var call = await Shell.CallAsync(_workspace, "report", "sales-by-product", "--format", "csv");

        Assert.Equal(
            [
                "product_id,description,gross_sales,share,last",
                "102,Duff Classic,30.00,0.172413,2026-11-21T07:00:00Z",
                "103,\"'=Moe's \"\"Lite\"\"\",-24.50,,",
            ],
            call.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Csv_has_every_row_unless_a_limit_says_otherwise()
    {
        await Shell.CallAsync(_workspace, "report", "sales-by-product", "--format", "csv");
        await Shell.CallAsync(_workspace, "report", "sales-by-product", "--format", "csv", "--limit", "50000");

        Assert.Equal([null, 50_000], _workspace.Reported.Select(asked => asked.Limit));
        Assert.All(_workspace.Reported, asked => Assert.DoesNotContain("limit", asked.Parameters.Keys));
    }

    [Fact]
    public async Task A_table_on_a_terminal_right_aligns_numbers_and_separates_thousands()
    {
        _workspace.Report = _ => Answers.SalesByProduct with
        {
            Rows = [[1_000_102L, "Duff Classic", 1_234_567.5m, 0.25, null], [103L, "Lite", -24.5m, 0.5, null]],
        };

        var call = await new Shell(_workspace) { IsTerminal = true, Colors = false }.CallAsync("report", "sales-by-product");

        var lines = call.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()).ToList();
        Assert.Equal("   1000102  Duff Classic  1,234,567.50   0.25", lines[3]);
        Assert.Equal("       103  Lite                -24.50   0.50", lines[4]);
        Assert.Equal("snapshot 20261121T070000-abcd of 2026-11-21 07:00:00Z, as of 2026-11-21", lines[^1]);
    }

    [Fact]
    public async Task In_a_pipe_a_table_is_exact_values_between_tabs()
    {
        var call = await Shell.CallAsync(_workspace, "report", "sales-by-product");

        Assert.Equal(
            [
                "product_id\tdescription\tgross_sales\tshare\tlast",
                "102\tDuff Classic\t30.00\t0.172413\t2026-11-21T07:00:00Z",
                "103\t=Moe's \"Lite\"\t-24.50\t\t",
            ],
            call.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("snapshot 20261121T070000-abcd", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Losses_are_red_on_a_terminal_and_plain_without_colours()
    {
        var coloured = await new Shell(_workspace) { IsTerminal = true }.CallAsync("report", "sales-by-product");
        var plain = await new Shell(_workspace) { IsTerminal = true, Colors = false }.CallAsync("report", "sales-by-product");

        Assert.Matches("\u001b\\[31m +-24.50\u001b\\[39m", coloured.Out);
        Assert.DoesNotMatch("\u001b\\[31m +30.00", coloured.Out);
        Assert.DoesNotContain('\u001b', plain.Out);
    }

    [Fact]
    public async Task A_narrow_terminal_says_which_columns_are_left_out_and_how_to_get_them()
    {
        _workspace.Report = _ => Many();

        var call = await new Shell(_workspace) { IsTerminal = true, Width = 36 }.CallAsync("report", "sales-by-product");

        Assert.All((call.Out + call.Error).Split('\n'), line => Assert.True(line.TrimEnd('\r').Length <= 36, line));
        var error = string.Join(' ', call.Error.Split('\n', StringSplitOptions.TrimEntries));
        Assert.Contains("2 of 5 columns do not fit: share, last.", error, StringComparison.Ordinal);
        foreach (var way in new[] { "--columns a,b", "--wide", "--format vertical", "--format csv" })
            Assert.Contains(way, error, StringComparison.Ordinal);
        Assert.DoesNotContain("share", call.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_to_three_rows_that_do_not_fit_are_vertical_by_themselves()
    {
        var narrow = await new Shell(_workspace) { IsTerminal = true, Width = 36 }.CallAsync("report", "sales-by-product");
        var asked = await new Shell(_workspace) { IsTerminal = true }.CallAsync("report", "sales-by-product", "--format", "vertical");

        Assert.Contains("product_id   102", narrow.Out, StringComparison.Ordinal);
        Assert.Contains("last         2026-11-21 07:00:00Z", narrow.Out, StringComparison.Ordinal);
        Assert.Contains("product_id   102", asked.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wide_shows_every_column_on_a_narrow_terminal()
    {
        _workspace.Report = _ => Many();

        var call = await new Shell(_workspace) { IsTerminal = true, Width = 36 }.CallAsync("report", "sales-by-product", "--wide");

        Assert.Contains("product_id  description   gross_sales  share  last", call.Out, StringComparison.Ordinal);
        Assert.Empty(call.Error);
    }

    [Fact]
    public async Task Chosen_columns_reach_the_workspace()
    {
        await Shell.CallAsync(_workspace, "report", "sales-by-product", "--columns", "share, product_id", "--format", "csv");

        Assert.Equal("share,product_id", Assert.Single(_workspace.Reported).Parameters["columns"]);
    }

    [Fact]
    public async Task Parameters_sort_and_limit_reach_the_workspace()
    {
        await Shell.CallAsync(
            _workspace,
            "report",
            "client-orders",
            "--param",
            "client_id=1001",
            "--param",
            "q=a=b",
            "--sort=-total_price",
            "--limit",
            "5",
            "--next",
            "abc");

        var request = Assert.Single(_workspace.Reported);
        Assert.Equal("client-orders", request.Name);
        Assert.Equal("1001", request.Parameters["client_id"]);
        Assert.Equal("a=b", request.Parameters["q"]);
        Assert.Equal(("-total_price", "5", "abc"), (request.Parameters["sort"], request.Parameters["limit"], request.Parameters["next"]));
    }

    [Theory]
    [InlineData("report")]
    [InlineData("report x --format xml")]
    [InlineData("report x --format 1")]
    [InlineData("report x --limit 0")]
    [InlineData("report x --limit many")]
    [InlineData("report x --param client_id")]
    [InlineData("report x --param =1")]
    [InlineData("report x --param a=1 --param a=2")]
    [InlineData("report x y")]
    public async Task Wrong_usage_exits_with_2_and_says_so_on_standard_error(string line)
    {
        var call = await Shell.CallAsync(_workspace, line.Split(' '));

        Assert.Equal(2, call.Code);
        Assert.StartsWith("error BadRequest: ", call.Error, StringComparison.Ordinal);
        Assert.Empty(call.Out);
        Assert.Empty(_workspace.Reported);
    }

    [Theory]
    [InlineData(ProblemCode.NotFound, 4)]
    [InlineData(ProblemCode.BadRequest, 2)]
    [InlineData(ProblemCode.EngineUnavailable, 4)]
    [InlineData(ProblemCode.ModelFailed, 1)]
    public async Task A_problem_of_the_workspace_becomes_an_exit_code(ProblemCode code, int expected)
    {
        _workspace.Report = _ => throw new TerminalException(code, "Found nothing.");

        var call = await Shell.CallAsync(_workspace, "report", "x");

        Assert.Equal((expected, "", $"error {code}: Found nothing.{Environment.NewLine}"), (call.Code, call.Out, call.Error));
    }

    [Fact]
    public async Task With_json_a_problem_is_json_too()
    {
        _workspace.Report = _ => throw new TerminalException(ProblemCode.NotFound, "Found nothing.");

        var call = await Shell.CallAsync(_workspace, "report", "x", "--json");

        var problem = JsonDocument.Parse(call.Error).RootElement;
        Assert.Equal(["type", "title", "status", "detail"], problem.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ("urn:duffbeer:problem:NotFound", 404), (problem.GetProperty("type").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.Equal("Found nothing.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData]
    [InlineData("--json")]
    [InlineData("--format", "csv")]
    public async Task Before_the_first_snapshot_a_report_says_what_to_do_and_fails(params string[] options)
    {
        _workspace.Report = _ => ReportResult.BeforeTheFirstSnapshot(Answers.SalesByProduct.Request);

        var call = await Shell.CallAsync(_workspace, ["report", "sales-by-product", .. options]);

        Assert.Equal((4, ""), (call.Code, call.Out));
        Assert.Contains("duffbeer ingest", call.Error, StringComparison.Ordinal);
        Assert.Contains(Path.GetFullPath(".duffbeer"), call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_lists_names_and_parameters()
    {
        var table = await Shell.CallAsync(_workspace, "reports");
        var json = await Shell.CallAsync(_workspace, "reports", "--json");

        Assert.Contains("client-orders\tOrders of one client\tclient_id (required), status", table.Out, StringComparison.Ordinal);
        Assert.Equal("client-orders", json.Json.GetProperty("reports")[1].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Reports_with_a_name_shows_parameters_allowed_values_and_columns()
    {
        var text = await Shell.CallAsync(_workspace, "reports", "client-orders");
        var json = await Shell.CallAsync(_workspace, "reports", "client-orders", "--json");

        Assert.Contains("status\tstring\tcreated, broken\t\tOnly orders in this state", text.Out, StringComparison.Ordinal);
        Assert.Contains("client_id\tint64\t\trequired\tWhose", text.Out, StringComparison.Ordinal);
        Assert.Contains("client_id\tint64\t\tClient", text.Out, StringComparison.Ordinal);
        Assert.Contains("duffbeer report client-orders --param client_id=…", text.Out, StringComparison.Ordinal);
        Assert.Equal("client-orders", Assert.Single(json.Json.GetProperty("reports").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_unknown_report_is_answered_with_the_likely_one()
    {
        var call = await Shell.CallAsync(_workspace, "reports", "sale-by-product");

        Assert.Equal(4, call.Code);
        Assert.Contains("Did you mean 'sales-by-product'?", call.Error, StringComparison.Ordinal);
    }

    static ReportResult Many() => Answers.SalesByProduct with
    {
        Rows = [.. Enumerable.Range(1, 5).Select(id => new object?[] { (long)id, "Duff Classic", 30.00m, 0.25, Answers.Time.UtcDateTime })],
    };
}
