using DuffBeer.Core.Runs.Verify;

namespace DuffBeer.Local.Tests.Commands;

public sealed class VerifyCommandTests
{
    static readonly Finding s_changed = new(
        FindingKind.Changed, "tables/things/a\u001b.parquet", "The file's SHA-256 is not the one that was recorded.",
        new("things", "things-1", null, "120 rows of things"));

    readonly FakeWorkspace _workspace = new()
    {
        Verification = new([]) { Runs = 1, Snapshots = 2, Documents = 9, Files = 1_000, Bytes = 7 },
    };

    [Fact]
    public async Task A_good_lake_is_a_line_and_exit_code_0()
    {
        var call = await Shell.CallAsync(_workspace, "verify", "things");

        Assert.Equal((0, ""), (call.Code, call.Error));
        Assert.Equal("1 run, 2 snapshots: 9 documents and 1,000 files, 0.0 MB. Nothing is wrong.", call.Out.Trim());
        Assert.Equal(["things"], _workspace.Verified);
    }

    [Fact]
    public async Task A_finding_names_file_and_figures_and_fails()
    {
        _workspace.Verification = _workspace.Verification with { Findings = [s_changed] };

        var call = await Shell.CallAsync(_workspace, "verify");
        var json = await Shell.CallAsync(_workspace, "verify", "--json");

        Assert.Equal((1, 1), (call.Code, json.Code));
        Assert.Contains(@"Changed    tables/things/a\x1b.parquet", call.Out, StringComparison.Ordinal);
        Assert.Contains("Concerns 120 rows of things, things, things-1.", call.Out, StringComparison.Ordinal);
        Assert.Contains("1 finding.", call.Out, StringComparison.Ordinal);
        var finding = json.Json.GetProperty("findings")[0];
        Assert.False(json.Json.GetProperty("ok").GetBoolean());
        Assert.Equal("Changed", finding.GetProperty("kind").GetString());
        Assert.Equal("things-1", finding.GetProperty("run").GetString());
        Assert.Equal([null], _workspace.Verified.Distinct());
    }

    [Fact]
    public async Task What_has_no_receipt_is_named_and_an_error_only_if_asked()
    {
        var ids = Enumerable.Range(1, 30).Select(run => $"things-{run:D2}").ToList();
        _workspace.Verification = _workspace.Verification with { WithoutReceipt = 1_030, Unreceipted = ids, SourcesGone = 1 };

        var call = await Shell.CallAsync(_workspace, "verify");
        var strict = await Shell.CallAsync(_workspace, "verify", "--strict");

        Assert.Equal((0, 1), (call.Code, strict.Code));
        var error = string.Join(' ', call.Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("1,030 of them have no receipt", error, StringComparison.Ordinal);
        Assert.Contains("These are things-01, things-02,", error, StringComparison.Ordinal);
        Assert.Contains("things-20, and 1,010 more.", error, StringComparison.Ordinal);
        var json = await Shell.CallAsync(_workspace, "verify", "--json");
        Assert.Equal(ids, json.Json.GetProperty("unreceipted").EnumerateArray().Select(id => id.GetString()));
        Assert.Contains("1 source no longer in landing", call.Error, StringComparison.Ordinal);
    }
}
