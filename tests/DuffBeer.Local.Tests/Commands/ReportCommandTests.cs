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
            ["report", "title", "parameters", "snapshot", "asOf", "columns", "rows"],
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
    public async Task A_table_right_aligns_numbers()
    {
        var call = await Shell.CallAsync(_workspace, "report", "sales-by-product");

        var lines = call.Out.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var (positive, negative) = (
            lines.Single(line => line.Contains("30.00", StringComparison.Ordinal)),
            lines.Single(line => line.Contains("-24.50", StringComparison.Ordinal)));
        Assert.Equal(positive.IndexOf("30.00", StringComparison.Ordinal) + 5, negative.IndexOf("-24.50", StringComparison.Ordinal) + 6);
        Assert.Contains("snapshot 20261121T070000-abcd of 2026-11-21 07:00:00Z, as of 2026-11-21", call.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_narrow_terminal_names_the_columns_that_it_cannot_show()
    {
        var call = await new Shell(_workspace) { IsTerminal = true, Width = 50 }.CallAsync("report", "sales-by-product");

        Assert.Contains("Not shown, the terminal being too narrow: share, last.", call.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("share", call.Out, StringComparison.Ordinal);
        Assert.Contains(
            call.Out.Split('\n'),
            line => line.Contains("Duff Classic", StringComparison.Ordinal) && line.Contains("30.00", StringComparison.Ordinal));
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

    [Fact]
    public async Task Before_the_first_snapshot_there_are_no_rows_but_a_hint()
    {
        _workspace.Report = _ => ReportResult.BeforeTheFirstSnapshot(Answers.SalesByProduct.Request);

        var call = await Shell.CallAsync(_workspace, "report", "sales-by-product", "--json");

        Assert.Equal(0, call.Code);
        Assert.Equal(JsonValueKind.Null, call.Json.GetProperty("snapshot").ValueKind);
        Assert.Contains("duffbeer ingest", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_lists_names_and_parameters()
    {
        var table = await Shell.CallAsync(_workspace, "reports");
        var json = await Shell.CallAsync(_workspace, "reports", "--json");

        Assert.Contains("client_id int64 required, status string (created, broken)", table.Out, StringComparison.Ordinal);
        Assert.Equal("client-orders", json.Json.GetProperty("reports")[1].GetProperty("name").GetString());
    }
}
