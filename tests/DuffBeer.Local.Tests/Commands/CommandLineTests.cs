using DuffBeer.Core.Failures;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly FakeWorkspace _workspace = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("ingest --help")]
    [InlineData("--version")]
    [InlineData("generate duff_orders --rows 1 -o -")]
    public async Task Help_and_sample_data_open_no_workspace(string line)
    {
        var shell = new Shell(_workspace);

        Assert.Equal(0, (await shell.CallAsync(line.Split(' '))).Code);
        Assert.Equal(0, shell.Opened);
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        var call = await Shell.CallAsync(_workspace, "--help");

        foreach (var command in new[]
            {
            "demo", "ingest", "report", "reports", "runs", "rejects", "replay", "refresh", "generate", "check", "docs", "status"
            })
            Assert.Contains($"  {command} ", call.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ingst a.csv")]
    [InlineData("ingest")]
    [InlineData("status --now yesterday")]
    [InlineData("demo --rows 0")]
    [InlineData("status --frobnicate")]
    [InlineData("ingest a.csv --verfy")]
    public async Task Wrong_usage_exits_with_2_and_prints_no_result(string line)
    {
        var call = await Shell.CallAsync(_workspace, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, call.Code);
        Assert.Empty(call.Out);
        Assert.Contains("--help' says what is allowed", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_all_commands_fits_a_terminal()
    {
        var call = await Shell.CallAsync(_workspace, "--help");

        var commands = call.Out.Split("Commands:")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(commands.Length > 15);
        Assert.All(commands, line => Assert.InRange(line.TrimEnd().Length, 1, 160));
    }

    [Fact]
    public async Task An_unknown_command_is_answered_with_the_list_of_commands()
    {
        var call = await Shell.CallAsync(_workspace, "ingst");

        Assert.Contains("Commands: demo, ingest, report,", call.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ingst", "Did you mean 'ingest'?")]
    [InlineData("report x --fromat csv", "Did you mean '--format'?")]
    [InlineData("status --hme x", "Did you mean '--home'?")]
    [InlineData("ingest a.csv --verfy", "Did you mean '--verify'?")]
    public async Task A_mistyped_command_or_option_is_answered_with_the_likely_one(string line, string hint)
    {
        var call = await Shell.CallAsync(_workspace, line.Split(' '));

        Assert.Equal(2, call.Code);
        Assert.Contains(hint, call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_arguments_the_help_is_printed()
    {
        var bare = await Shell.CallAsync(_workspace);
        var help = await Shell.CallAsync(_workspace, "--help");

        Assert.Equal((0, help.Out, ""), (bare.Code, bare.Out, bare.Error));
    }

    [Theory]
    [InlineData("report x --format yaml", "one of table, vertical, json, csv")]
    [InlineData("runs --status done", "one of running, completed, failed, suspended, terminated")]
    [InlineData("rejects x --reason none", "missing-cell, extra-cell")]
    public async Task Allowed_names_in_messages_can_be_typed(string line, string expected)
    {
        var call = await Shell.CallAsync(_workspace, line.Split(' '));

        Assert.Contains(expected, call.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Shell.CallAsync(_workspace, "rejects", "x", "--reason", "missing-cell")).Code);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _duffbeer duffbeer")]
    [InlineData("zsh", "compdef _duffbeer duffbeer")]
    [InlineData("fish", "complete -c duffbeer")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName duffbeer")]
    public async Task A_completion_script_is_printed_for_each_shell(string shell, string line)
    {
        var call = await Shell.CallAsync(_workspace, "completion", shell);

        Assert.Equal(0, call.Code);
        Assert.Contains(line, call.Out, StringComparison.Ordinal);
        Assert.Contains("[suggest:", call.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("duffbeer re", "report", "reports", "replay")]
    [InlineData("duffbeer report sales-by", "sales-by-product", "sales-by-channel")]
    [InlineData("duffbeer report x --format ", "table", "vertical", "csv")]
    [InlineData("duffbeer completion ", "bash", "zsh", "fish", "pwsh")]
    public async Task A_shell_gets_the_words_that_may_follow(string line, params string[] expected)
    {
        var call = await Shell.CallAsync(_workspace, $"[suggest:{line.Length}]", line);

        Assert.Equal(0, call.Code);
        Assert.Subset(call.Out.Split('\n', StringSplitOptions.TrimEntries).ToHashSet(), expected.ToHashSet());
    }

    [Fact]
    public async Task A_shell_gets_no_options_that_look_like_paths()
    {
        var words = (await Shell.CallAsync(_workspace, "[suggest:9]", "duffbeer ")).Out.Split('\n', StringSplitOptions.TrimEntries);

        Assert.Contains("--help", words);
        Assert.DoesNotContain(words, word => word.StartsWith('/'));
        Assert.Equal(0, (await Shell.CallAsync(_workspace, "report", "-?")).Code);
    }

    [Fact]
    public async Task Global_options_may_precede_or_follow_the_command()
    {
        await Shell.CallAsync(
            _workspace, "--now", "2026-11-21T07:00:00Z", "status", "--home", _folder.Path, "--definitions", _folder.Path, "--only");

        Assert.Equal(new WorkspaceSettings(_folder.Path, new([_folder.Path], Only: true), Answers.Time), _workspace.Settings);
    }

    [Fact]
    public async Task The_home_comes_from_the_option_then_the_environment_then_the_folder()
    {
        var shell = new Shell(_workspace);
        await shell.CallAsync("status");
        Assert.Equal(Path.GetFullPath(".duffbeer"), _workspace.Settings!.Home);

        shell.Variables["DUFFBEER_HOME"] = _folder["environment"];
        await shell.CallAsync("status");
        Assert.Equal(_folder["environment"], _workspace.Settings!.Home);

        await shell.CallAsync("status", "--home", _folder["option"]);
        Assert.Equal(_folder["option"], _workspace.Settings!.Home);
    }

    [Fact]
    public async Task A_defect_is_reported_as_such_and_exits_with_1()
    {
        _workspace.Report = _ => throw new InvalidOperationException("Oops");

        var call = await Shell.CallAsync(_workspace, "report", "x");

        Assert.Equal(1, call.Code);
        Assert.StartsWith("error Internal: This is a defect", call.Error, StringComparison.Ordinal);
        Assert.True(_workspace.IsDisposed);
    }

    [Theory]
    [InlineData("runs")]
    [InlineData("report x")]
    [InlineData("rejects duff_orders-0123456789abcdef")]
    [InlineData("reports")]
    [InlineData("status")]
    [InlineData("refresh")]
    public async Task Without_a_terminal_there_are_no_escape_sequences(string line)
    {
        var call = await Shell.CallAsync(_workspace, line.Split(' '));

        Assert.Equal(0, call.Code);
        Assert.NotEmpty(call.Out);
        Assert.DoesNotContain('\u001b', call.Out + call.Error);
    }

    [Fact]
    public async Task On_a_terminal_an_ingest_shows_a_bar_on_standard_error()
    {
        _workspace.Progress = [new("Transform", 50, 100, 10, 1)];

        var call = await new Shell(_workspace) { IsTerminal = true }.CallAsync("ingest", _folder.Write("a.csv"));

        Assert.Equal(0, call.Code);
        Assert.Contains("Transform: 10 rows", call.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("100%", call.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Transform", call.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_unknown_length_has_no_percentage()
    {
        _workspace.Progress = [new("Transform", 150, 100, 10, 1)];

        var call = await new Shell(_workspace) { IsTerminal = true, Colors = false }.CallAsync("ingest", _folder.Write("a.csv"));

        Assert.Contains("Transform: 10 rows", call.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("% a.csv Transform", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NO_COLOR_keeps_colours_out_of_the_bar()
    {
        var coloured = await new Shell(_workspace) { IsTerminal = true }.CallAsync("ingest", _folder.Write("a.csv"));
        var plain = await new Shell(_workspace) { IsTerminal = true, Colors = false }.CallAsync("ingest", _folder.Write("a.csv"));

        Assert.Matches("\u001b\\[[0-9;]*m", coloured.Error);
        Assert.DoesNotMatch("\u001b\\[(3[0-9]|9[0-9]|38)[0-9;]*m", plain.Error);
    }

    [Fact]
    public async Task Check_lists_faults_by_file_and_line_and_fails()
    {
        _workspace.Check = _workspace.Check with { Faults = [new("contracts/duff_orders.yaml", 12, "Expected a type, found 'int46'.")] };

        var call = await Shell.CallAsync(_workspace, "check");

        Assert.Equal(1, call.Code);
        Assert.Contains("contracts/duff_orders.yaml:12:1: Expected a type, found 'int46'.", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_of_good_definitions_counts_them()
    {
        var call = await Shell.CallAsync(_workspace, "check");
        var json = await Shell.CallAsync(_workspace, "check", "--json");

        Assert.Equal((0, $"1 contracts, 14 models: no mistakes.{Environment.NewLine}"), (call.Code, call.Out));
        Assert.True(json.Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Docs_reports_how_many_pages_it_wrote_and_where()
    {
        var call = await Shell.CallAsync(_workspace, "docs", "somewhere");
        var json = await Shell.CallAsync(_workspace, "docs", "--json");

        Assert.Equal((0, $"9 pages in {Path.GetFullPath("somewhere")}{Environment.NewLine}"), (call.Code, call.Out));
        Assert.Equal(Path.GetFullPath("docs"), json.Json.GetProperty("folder").GetString());
        Assert.Equal(4, json.Json.GetProperty("pages").GetInt32());
    }

    [Fact]
    public async Task Status_shows_sizes_datasets_and_the_snapshot()
    {
        var call = await Shell.CallAsync(_workspace, "status");
        var json = await Shell.CallAsync(_workspace, "status", "--json");

        foreach (var text in new[] { "/home/me/.duffbeer", "3500000", "duff_orders", "1000000", "20261121T070000-abcd" })
            Assert.Contains(text, call.Out, StringComparison.Ordinal);
        Assert.Equal("2026-11-21T07:00:00Z", json.Json.GetProperty("snapshot").GetProperty("at").GetString());
    }

    [Fact]
    public async Task Refresh_names_the_models_that_were_built()
    {
        var call = await Shell.CallAsync(_workspace, "refresh", "client_sales");
        var json = await Shell.CallAsync(_workspace, "refresh", "--json");

        Assert.Equal([["client_sales"], []], _workspace.Refreshed.Select(request => request.Models));
        Assert.Contains("client_sales", call.Out, StringComparison.Ordinal);
        Assert.Equal(5, json.Json.GetProperty("models")[0].GetProperty("rows").GetInt64());
        Assert.Equal(("20261121T070000000Z", "Completed", "20261121T070000-abcd"),
            (
                json.Json.GetProperty("id").GetString(),
                json.Json.GetProperty("runtimeStatus").GetString(),
                json.Json.GetProperty("snapshot").GetString()));
    }

    [Fact]
    public async Task The_table_of_a_refresh_does_not_repeat_lines_before_it()
    {
        var pipe = await Shell.CallAsync(_workspace, "refresh");
        var screen = await new Shell(_workspace) { IsTerminal = true }.CallAsync("refresh");

        Assert.DoesNotContain("client_sales", pipe.Error, StringComparison.Ordinal);
        Assert.Single(pipe.Out.Split('\n'), line => line.Contains("client_sales", StringComparison.Ordinal));
        Assert.Contains("1 model built: client_sales\r\u001b[K", screen.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "No snapshot: no run is published yet.")]
    [InlineData(true, "No snapshot: the definitions have no models to build.")]
    public async Task That_no_run_is_published_is_said_only_where_it_is_so(bool hasRuns, string expected)
    {
        _workspace.Refresh = () => Answers.Refresh with { Snapshot = null, Built = [], HasRuns = hasRuns };

        Assert.Contains(expected, (await Shell.CallAsync(_workspace, "refresh")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_changes_settings()
    {
        await Shell.CallAsync(_workspace, "refresh", "--set", "breakage_z=2.58", "--set", "abc_class_a=", "--as-of", "2024-02-29");
        await Shell.CallAsync(_workspace, "refresh", "--as-of", "latest");

        Assert.Equal(
            [new() { ["breakage_z"] = "2.58", ["abc_class_a"] = "", ["as_of"] = "2024-02-29" }, new() { ["as_of"] = "" }],
            _workspace.Refreshed.Select(request => request.Settings.ToDictionary()));
    }

    [Theory]
    [InlineData("--set expects NAME=VALUE", "--set", "breakage_z")]
    [InlineData("mean the same", "--set", "as_of=2024-02-29", "--as-of", "latest")]
    public async Task An_invalid_setting_is_wrong_usage(string message, params string[] options)
    {
        var call = await Shell.CallAsync(_workspace, ["refresh", .. options]);

        Assert.Equal(2, call.Code);
        Assert.Contains(message, call.Error, StringComparison.Ordinal);
        Assert.Empty(_workspace.Refreshed);
    }

    [Fact]
    public async Task Refresh_reports_its_exports_or_why_they_failed()
    {
        _workspace.Refresh = () =>
            Answers.Refreshed(Answers.Refresh.Result with { Exports = ["analytics/2026/11/21/a.csv", "analytics/2026/11/21/b.csv"] });
        var exported = await Shell.CallAsync(_workspace, "refresh", "--json");
        _workspace.Refresh = () =>
            Answers.Refreshed(Answers.Refresh.Result with { ExportProblem = new(ProblemCode.StoreUnavailable, "The store is away.") });
        var failed = await Shell.CallAsync(_workspace, "refresh", "--json");

        Assert.Contains("2 reports written as CSV to lake/analytics/2026/11/21/.", exported.Error, StringComparison.Ordinal);
        Assert.Equal(2, exported.Json.GetProperty("exports").GetArrayLength());
        Assert.Equal(0, failed.Code);
        Assert.Contains("The store is away.", failed.Error, StringComparison.Ordinal);
        Assert.Equal("StoreUnavailable", failed.Json.GetProperty("exportProblem").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_failed_refresh_exits_with_1()
    {
        _workspace.Refresh = () => throw new TerminalException(ProblemCode.AuditFailed, "An audit found rows.");

        Assert.Equal(1, (await Shell.CallAsync(_workspace, "refresh")).Code);
    }
}
