using System.Text.Json;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Local.Tests.Commands;

public sealed class RunCommandsTests
{
    const string Id = "duff_orders-0123456789abcdef";

    readonly FakeWorkspace _workspace = new();

    [Fact]
    public async Task Runs_as_json_have_exactly_the_documented_shape()
    {
        _workspace.Page = new([Answers.Run("orders.csv"), Answers.Failed(ProblemCode.NotCsv) with { Ledger = null }], "2026/11/21/x");

        var call = await Shell.CallAsync(_workspace, "runs", "--json");

        Assert.Equal(0, call.Code);
        var expected = """
            {"runs": [
              {"id": "duff_orders-0123456789abcdef", "dataset": "duff_orders", "contractVersion": 1, "attempt": 1,
               "source": "duff/orders/orders.csv", "size": 70000000, "runtimeStatus": "Completed", "stage": "Done",
               "createdTime": "2026-11-21T07:00:00Z", "lastUpdatedTime": "2026-11-21T07:00:02Z", "durationSeconds": 2,
               "ledger": {"rowsRead": 1000006, "accepted": 1000000, "rejected": 6, "blankLines": 3, "repeatedKeys": 0}, "warnings": [],
               "problem": null},
              {"id": "duff_orders-0123456789abcdef", "dataset": "duff_orders", "contractVersion": 1, "attempt": 1,
               "source": "duff/orders/orders.csv", "size": 70000000, "runtimeStatus": "Failed", "stage": "Judge",
               "createdTime": "2026-11-21T07:00:00Z", "lastUpdatedTime": "2026-11-21T07:00:02Z", "durationSeconds": 2,
               "ledger": null, "warnings": [], "problem": {"code": "NotCsv", "message": "Expected this, found that; do the other."}}],
             "nextLink": "/api/runs?limit=50&next=2026%2F11%2F21%2Fx"}
            """;
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, call.Json), call.Out);
    }

    [Theory]
    [InlineData("runs")]
    [InlineData("runs", Id)]
    [InlineData("status")]
    [InlineData("refresh")]
    [InlineData("reports", "client-orders")]
    public async Task Amounts_have_separators_and_units_on_a_terminal_only(params string[] arguments)
    {
        _workspace.Page = new([Answers.Run("orders.csv")], null);

        var piped = await new Shell(_workspace).CallAsync(arguments);
        var shown = await new Shell(_workspace) { IsTerminal = true }.CallAsync(arguments);

        Assert.Matches("[0-9],[0-9]{3}", shown.Out);
        Assert.DoesNotMatch("[0-9],[0-9]{3}|[0-9] s$|MB", piped.Out);
    }

    [Fact]
    public async Task Status_names_files_that_no_contract_wants()
    {
        var call = await Shell.CallAsync(_workspace, "status");
        var json = await Shell.CallAsync(_workspace, "status", "--json");

        Assert.Contains("No contract wants duff/notes.txt.", call.Out, StringComparison.Ordinal);
        Assert.Equal("duff/notes.txt", Assert.Single(json.Json.GetProperty("unwanted").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task The_last_page_has_no_next_link()
    {
        var call = await Shell.CallAsync(_workspace, "runs", "--json");

        Assert.False(call.Json.TryGetProperty("nextLink", out _));
    }

    [Fact]
    public async Task Status_and_limit_narrow_the_list()
    {
        await Shell.CallAsync(_workspace, "runs", "--status", "failed", "--limit", "3", "--next", "2026/11/21/x");

        Assert.Equal(new RunQuery(RunStatus.Failed, 3, "2026/11/21/x"), Assert.Single(_workspace.Listed));
    }

    [Fact]
    public async Task An_unknown_status_is_wrong_usage_and_the_known_ones_are_listed()
    {
        var call = await Shell.CallAsync(_workspace, "runs", "--status", "done");

        Assert.Equal(2, call.Code);
        Assert.Contains(
            "--status expects one of running, completed, failed, suspended, terminated, but found 'done'.",
            call.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_are_a_table_for_people()
    {
        var call = await Shell.CallAsync(_workspace, "runs");

        Assert.Contains(Id, call.Out, StringComparison.Ordinal);
        Assert.Contains("1000006", call.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_run_is_shown_with_its_ledger()
    {
        var call = await Shell.CallAsync(_workspace, "runs", Id);

        Assert.Equal(0, call.Code);
        Assert.Contains("TypeError", call.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_corrected_rows_names_the_run_that_they_came_from()
    {
        _workspace.Page = new([Answers.Run("orders.csv") with { Corrects = "duff_orders-fedcba9876543210" }], null);

        Assert.Contains(
            "corrected rejects of duff_orders-fedcba9876543210",
            (await Shell.CallAsync(_workspace, "runs", Id)).Out,
            StringComparison.Ordinal);
        Assert.Equal(
            "duff_orders-fedcba9876543210",
            (await Shell.CallAsync(_workspace, "runs", Id, "--json")).Json.GetProperty("runs")[0].GetProperty("corrects").GetString());
    }

    [Theory]
    [InlineData("runs unknown")]
    [InlineData("runs unknown --json")]
    public async Task An_unknown_run_is_missing(string line) => Assert.Equal(4, (await Shell.CallAsync(_workspace, line.Split(' '))).Code);

    [Fact]
    public async Task Rejects_come_as_csv()
    {
        var call = await Shell.CallAsync(_workspace, "rejects", Id, "--format", "csv");

        Assert.Equal(
            [
                "_code,_row,_byte,_column,_value,_message,_raw",
                "TypeError,7,4711,product_price,\"12,50\",\"Expected a decimal(10,2).\",\"1,Moe's,7,102,\"\"12,50\"\"\"",
            ],
            call.Out.Split('\n').Take(2));
    }

    [Fact]
    public async Task Rejects_come_as_json()
    {
        var call = await Shell.CallAsync(_workspace, "rejects", Id, "--json");

        Assert.Equal(Id, call.Json.GetProperty("run").GetString());
        Assert.Equal(
            ["TypeError", "MissingCell"],
            call.Json.GetProperty("rejects").EnumerateArray().Select(reject => reject.GetProperty("code").GetString()!));
    }

    [Fact]
    public async Task A_reject_cannot_control_the_terminal()
    {
        var call = await Shell.CallAsync(_workspace, "rejects", Id);

        Assert.DoesNotContain('\u001b', call.Out);
        Assert.Contains("\\x1b[31m", call.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_rejects_says_so_and_prints_nothing()
    {
        _workspace.Rejects = [];

        var call = await Shell.CallAsync(_workspace, "rejects", Id);

        Assert.Equal("", call.Out);
        Assert.Contains("No row was rejected.", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Corrected_rejects_are_a_separate_run_and_the_file_is_not_run_again()
    {
        var call = await Shell.CallAsync(_workspace, "replay", Id, "--rejects", "corrected.csv");

        Assert.Equal(0, call.Code);
        Assert.Equal([(Id, "corrected.csv")], _workspace.Corrected);
        Assert.Empty(_workspace.Replayed);
        Assert.Single(_workspace.Refreshed);
    }

    [Fact]
    public async Task A_replay_ends_with_the_ledger_and_a_refresh()
    {
        var call = await Shell.CallAsync(_workspace, "replay", Id);

        Assert.Equal(0, call.Code);
        Assert.Equal([Id], _workspace.Replayed);
        Assert.Contains("1000006", call.Out, StringComparison.Ordinal);
        Assert.Single(_workspace.Refreshed);
    }
}
