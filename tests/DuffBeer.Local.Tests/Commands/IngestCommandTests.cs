using System.Text;
using DuffBeer.Core.Failures;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Tests.Commands;

public sealed class IngestCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly FakeWorkspace _workspace = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_ingest_ends_with_the_row_ledger_on_standard_output()
    {
        var call = await IngestAsync(_folder.Write("orders.csv"));

        Assert.Equal(0, call.Code);
        foreach (var line in new[]
            {
            "rows read 1000006",
            "accepted 1000000",
            "rejected 6",
            "TypeError 4",
            "MissingCell 2",
            "blank lines 3",
            "bytes 70000000",
            "seconds 2",
            "rows/s 500003",
            "bytes/s 35000000"
            })
            Assert.Contains(line, Squeezed(call.Out), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejects_are_listed_with_the_most_frequent_code_first()
    {
        var call = await IngestAsync(_folder.Write("orders.csv"));

        Assert.True(call.Out.IndexOf("TypeError", StringComparison.Ordinal) < call.Out.IndexOf("MissingCell", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Models_are_refreshed_once_after_the_last_file()
    {
        await IngestAsync(_folder.Write("a.csv"), _folder.Write("b.csv"));

        Assert.Equal(2, _workspace.Ingested.Count);
        Assert.Single(_workspace.Refreshed);
    }

    [Fact]
    public async Task No_refresh_leaves_the_models_alone()
    {
        await IngestAsync(_folder.Write("a.csv"), "--no-refresh");

        Assert.Empty(_workspace.Refreshed);
    }

    [Fact]
    public async Task A_failed_run_refreshes_nothing()
    {
        _workspace.Ingest = _ => Answers.Ended(Answers.Failed(ProblemCode.HeaderMismatch));

        await IngestAsync(_folder.Write("a.csv"));

        Assert.Empty(_workspace.Refreshed);
    }

    [Theory]
    [InlineData(ProblemCode.RejectBudgetExceeded, 3)]
    [InlineData(ProblemCode.HeaderMismatch, 1)]
    [InlineData(ProblemCode.NotCsv, 1)]
    [InlineData(ProblemCode.SourceMissing, 4)]
    [InlineData(ProblemCode.UnknownDataset, 2)]
    public async Task A_runs_problem_decides_the_exit_code_and_is_printed_on_standard_error(ProblemCode code, int expected)
    {
        _workspace.Ingest = _ => Answers.Ended(Answers.Failed(code));

        var call = await IngestAsync(_folder.Write("a.csv"));

        Assert.Equal(expected, call.Code);
        Assert.Contains($"error {code}: a.csv: Expected this, found that; do the other.", call.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("do the other", call.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_failed_file_the_others_are_still_ingested()
    {
        _workspace.Ingest = request =>
            request.Source.Path.EndsWith("a.csv", StringComparison.Ordinal)
                ? Answers.Ended(Answers.Failed(ProblemCode.NotCsv))
                : Answers.Ended(Answers.Run("b.csv"));

        var call = await IngestAsync(_folder.Write("a.csv"), _folder.Write("b.csv"));

        Assert.Equal(1, call.Code);
        Assert.Equal(2, _workspace.Ingested.Count);
        Assert.Single(_workspace.Refreshed);
    }

    [Fact]
    public async Task A_missing_file_is_reported_before_anything_starts()
    {
        var call = await IngestAsync(_folder.Write("a.csv"), _folder["none.csv"]);

        Assert.Equal(4, call.Code);
        Assert.Contains("SourceMissing", call.Error, StringComparison.Ordinal);
        Assert.Contains("none.csv", call.Error, StringComparison.Ordinal);
        Assert.Empty(_workspace.Ingested);
    }

    [Fact]
    public async Task Options_reach_the_workspace()
    {
        await IngestAsync(_folder.Write("a.csv"), "--dataset", "duff_orders", "--key", "duff/orders/x.csv", "--verify");

        var request = Assert.Single(_workspace.Ingested);
        Assert.Equal(("duff_orders", "duff/orders/x.csv", true), (request.Dataset, request.Key, request.Verify));
    }

    [Fact]
    public async Task A_key_for_two_files_is_wrong_usage()
    {
        var call = await IngestAsync(_folder.Write("a.csv"), _folder.Write("b.csv"), "--key", "k");

        Assert.Equal(2, call.Code);
        Assert.Empty(_workspace.Ingested);
    }

    [Fact]
    public async Task Standard_input_is_stored_in_the_home_named_by_its_content()
    {
        var shell = new Shell(_workspace) { Input = Encoding.UTF8.GetBytes("a,b\n1,2\n") };

        await shell.CallAsync("ingest", "-", "--home", _folder.Path);
        await shell.CallAsync("ingest", "-", "--home", _folder.Path);

        var (first, second) = (_workspace.Ingested[0].Source, _workspace.Ingested[1].Source);
        Assert.Equal(first, second);
        Assert.Equal("a,b\n1,2\n", await File.ReadAllTextAsync(first.Path));
        Assert.Equal([first.Path], Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_file_ingested_before_is_reported_as_such()
    {
        _workspace.Ingest = _ => new(Answers.Run("a.csv"), TimeSpan.Zero, AlreadyDone: true);

        var call = await IngestAsync(_folder.Write("a.csv"));

        Assert.Equal(0, call.Code);
        Assert.Contains("already completed at 2026-11-21 07:00:02Z; nothing to do", call.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("rows/s", call.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_prints_only_the_runs()
    {
        var call = await IngestAsync(_folder.Write("a.csv"), "--json");

        var run = Assert.Single(call.Json.GetProperty("runs").EnumerateArray());
        Assert.Equal("Completed", run.GetProperty("runtimeStatus").GetString());
    }

    [Fact]
    public async Task Ctrl_C_exits_with_130_and_says_how_to_resume()
    {
        var call = await new Shell(_workspace).CallAsync(new CancellationToken(canceled: true), "ingest", _folder.Write("a.csv"));

        Assert.Equal(130, call.Code);
        Assert.Contains("Run the same command again to resume", call.Error, StringComparison.Ordinal);
        Assert.True(_workspace.IsDisposed);
    }

    [Fact]
    public async Task Progress_goes_to_standard_error()
    {
        _workspace.Progress = [new IngestProgress("Transform", 50, 100, 10, 1)];

        var call = await IngestAsync(_folder.Write("a.csv"));

        Assert.Contains("a.csv: started", call.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("started", call.Out, StringComparison.Ordinal);
    }

    Task<Call> IngestAsync(params string[] arguments) => Shell.CallAsync(_workspace, ["ingest", .. arguments]);

    static string Squeezed(string text) => string.Join(' ', text.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
