using System.Net;
using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Local.Tests.Generate;

namespace DuffBeer.Local.Tests.Commands;

public sealed class ServeCommandTests : IDisposable
{
    readonly TemporaryFolder _home = new();
    readonly FakeWorkspace _workspace = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Serve_listens_locally_on_its_default_port_and_prints_the_address()
    {
        var call = await CallAsync("serve");

        Assert.Equal(0, call.Code);
        Assert.Equal(
            (IPAddress.Loopback, 5080, false), (_workspace.Served[0].Address, _workspace.Served[0].Port, _workspace.Served[0].Watch));
        Assert.Contains("http://127.0.0.1:5080", call.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_to_other_machines_it_starts_only_with_a_key()
    {
        var refused = await CallAsync("serve", "--listen", "0.0.0.0");
        Assert.Equal(2, refused.Code);
        Assert.Contains("duffbeer key", refused.Error, StringComparison.Ordinal);
        Assert.Empty(_workspace.Served);

        var key = await CallAsync("key", "ops", "--scope", "report");
        Assert.Matches("^[0-9a-f]{48}$", key.Out.Trim());
        Assert.Equal(0, (await CallAsync("serve", "--listen", "0.0.0.0", "--port", "80", "--watch")).Code);
        var served = Assert.Single(_workspace.Served);
        Assert.True(served.IsOpen && served.Watch);
        Assert.Equal(("ops", "Report"), (served.Keys[0].Name, string.Join(',', served.Keys[0].Scopes)));
    }

    [Theory]
    [InlineData("--port", "65536")]
    [InlineData("--port", "http")]
    [InlineData("--listen", "example.com")]
    public async Task A_wrong_address_is_wrong_usage(string option, string value)
    {
        var call = await CallAsync("serve", option, value);

        Assert.Equal(2, call.Code);
        Assert.Contains(value, call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_scope_is_wrong_usage() =>
        Assert.Contains(
            "report, operate, ingest", (await CallAsync("key", "ops", "--scope", "everything")).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData(false, "uploads", "landing is a folder")]
    [InlineData(true, "uploads", "must be the URL of an SQS queue")]
    [InlineData(true, "https://sqs.us-east-1.amazonaws.com/123456789012/uploads", null)]
    public async Task A_queue_of_uploads_needs_buckets_and_an_address(bool usesBuckets, string queue, string? problem)
    {
        var shell = new Shell(_workspace)
        {
            Variables = { ["Events__Queue"] = queue, ["Landing__Bucket"] = "l", ["Lake__Bucket"] = "k" },
        };

        var call = await shell.CallAsync(["serve", "--home", _home.Path, .. usesBuckets ? (string[])["--store", "s3"] : []]);

        Assert.Equal(problem is null ? 0 : 2, call.Code);
        Assert.Contains(problem ?? "", call.Error, StringComparison.Ordinal);
        if (problem is null)
            Assert.Equal(queue, _workspace.Settings!.S3!.Queue!.Address);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reconcile_tries_failed_runs_only_on_request_and_says_which_it_left(bool retry)
    {
        _workspace.Reconciled = new(3, [], [], []) { Waiting = ["r1"], Failed = ["r2", "r3"] };

        var call = await CallAsync(["reconcile", "--no-refresh", .. retry ? (string[])["--failed"] : []]);

        Assert.Equal(retry, _workspace.RetriedFailed);
        Assert.Contains("1 will be tried again later, 2 will not", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reconcile_executes_the_runs_that_it_found_and_refreshes()
    {
        var call = await CallAsync("reconcile");

        Assert.Equal(0, call.Code);
        Assert.Equal(["duff_orders-1", "duff_orders-2"], _workspace.Replayed);
        Assert.Single(_workspace.Refreshed);
    }

    [Fact]
    public async Task Maintain_says_what_it_deleted_and_a_dry_run_what_it_would()
    {
        var dry = await CallAsync("maintain", "--dry-run");
        Assert.Equal(
            "OldTableSnapshot things: 7\nOldModel         marts/tops/v=1/a1/part.parquet\n"
                + "Merge            things: 7 files of 2 runs and 1 packs, 2.5 MB, into 1\n",
            dry.Out.ReplaceLineEndings("\n"));
        Assert.Contains("1 objects would be deleted, 1.5 MB.", dry.Error, StringComparison.Ordinal);

        var done = await CallAsync("maintain");
        Assert.StartsWith("3 objects deleted, 4.0 MB. maintenance/20260131T120000000Z/plan.json", done.Out, StringComparison.Ordinal);
        Assert.Contains("3,000 files of 2,000 runs merged into 4, 5.0 MB.", done.Out, StringComparison.Ordinal);
        Assert.Contains("1 objects of the plan stay", done.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 24)]
    [InlineData("6", 6)]
    [InlineData("0", null)]
    public async Task A_server_maintains_its_lake_as_often_as_the_variable_says(string? hours, int? expected)
    {
        var shell = new Shell(_workspace) { Variables = { ["DUFFBEER_KEEP_SNAPSHOTS_DAYS"] = "60", ["DUFFBEER_MERGE_MIB"] = "64" } };
        if (hours is not null)
            shell.Variables["DUFFBEER_MAINTAIN_HOURS"] = hours;

        await shell.CallAsync("serve", "--home", _home.Path);

        Assert.Equal(expected, (int?)_workspace.Served.Single().MaintainEvery?.TotalHours);
        Assert.Equal(60, _workspace.Settings!.Keep.Snapshots.TotalDays);
        Assert.Equal((64 << 20, 16 << 20), (_workspace.Settings.Merge.FileBytes, _workspace.Settings.Merge.SmallFileBytes));
    }

    [Fact]
    public async Task Retire_removes_the_run_and_refreshes()
    {
        var call = await CallAsync("retire", "duff_orders-1");

        Assert.Equal(0, call.Code);
        Assert.Equal(["duff_orders-1"], _workspace.Retired);
        Assert.Single(_workspace.Refreshed);
    }

    [Fact]
    public async Task Rollback_needs_either_a_snapshot_or_unpin()
    {
        Assert.Equal(2, (await CallAsync("rollback")).Code);
        Assert.Equal(2, (await CallAsync("rollback", "s1", "--unpin")).Code);
        Assert.Contains("pinned to it", (await CallAsync("rollback", "s1")).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("pinned to it", (await CallAsync("rollback", "--unpin")).Out, StringComparison.Ordinal);
        Assert.Equal(["s1", null], _workspace.Shown);
    }

    [Fact]
    public async Task Snapshots_are_listed_with_the_one_that_readers_see()
    {
        Assert.Contains("duffbeer refresh", (await CallAsync("snapshots")).Error, StringComparison.Ordinal);

        Snapshot[] two = [Snapshot("s2"), Snapshot("s1")];
        _workspace.Snapshots = new(new SnapshotPointer("s1", default) { Pinned = true, Built = "s2" }, two);
        Assert.Matches(@"s1\t.*shown, pinned", (await CallAsync("snapshots")).Out);
        var json = (await CallAsync("snapshots", "--json")).Json;
        Assert.Equal(("s1", true), (json.GetProperty("shown").GetString(), json.GetProperty("isPinned").GetBoolean()));
        Assert.True(json.GetProperty("snapshots")[0].GetProperty("isNewest").GetBoolean());
    }

    static Snapshot Snapshot(string id) => new(
        id, new(2026, 11, 21, 7, 0, 0, TimeSpan.Zero), new Dictionary<string, DateOnly>(), new Dictionary<string, string>(),
        new Dictionary<string, ModelVersion>(), new Dictionary<string, DatasetVersion>());

    Task<Call> CallAsync(params string[] arguments) => Shell.CallAsync(_workspace, [.. arguments, "--home", _home.Path]);
}
