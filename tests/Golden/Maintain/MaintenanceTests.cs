using System.Text.Json;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Golden.Tests.Compare;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.Maintain;

/// <summary>What goes from a home, and what stays.</summary>
public sealed class MaintenanceTests : IDisposable
{
    readonly SmallShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_dry_run_prints_exactly_what_is_then_deleted_and_figures_stay_the_same()
    {
        var snapshots = await FillAsync();
        var before = await _shop.LakeAsync();
        var (newest, previous) = (await _shop.TopsAsync(), await _shop.TopsAsync(snapshots[^2]));

        var planned = await DryRunAsync(days: 400);
        Assert.Equal(before, await _shop.LakeAsync());
        var ended = await MaintainAsync(days: 400);

        var after = await _shop.LakeAsync();
        Assert.Equal(planned.Keys.Order(), before.Keys.Except(after.Keys).Order());
        Assert.Equal((planned.Count, 0L), ((int)ended.Result!.Objects, ended.Result.Left));
        Assert.NotNull(ended.Result.Cost);
        Assert.Equal(
            [
                ExpiryReason.ReplacedAttempt, ExpiryReason.EndedAttempt, ExpiryReason.FinishedWork, ExpiryReason.OldRun,
                ExpiryReason.OldSnapshot, ExpiryReason.OldModel, ExpiryReason.OldRefresh, ExpiryReason.OldTableFile,
            ],
            planned.Values.Select(deletion => deletion.Reason).Distinct().Order());
        Assert.Equal(newest, await _shop.TopsAsync());
        Assert.Equal(previous, await _shop.TopsAsync(snapshots[^2]));
        var gone = await Assert.ThrowsAsync<TerminalException>(() => _shop.TopsAsync(snapshots[0]));
        Assert.Equal(ProblemCode.Gone, gone.Code);
        // What is written down is what went.
        var plan = (await _shop.Home.Lake.ReadAsync(
            LakeKeys.MaintenancePlan(ended.Id), MaintenanceJson.Default.MaintenancePlan, default))!.Value;
        var page = await _shop.Home.Lake.ReadAsync(
            LakeKeys.MaintenancePage(ended.Id, plan.Draft, 0), MaintenanceJson.Default.MaintenancePage, default);
        Assert.Equal(planned.Values.Order(ByKey.Instance), page!.Value.Deletions.Order(ByKey.Instance));

        Assert.Empty(await DryRunAsync(days: 400));
        // The lake goes on.
        await _shop.IngestAsync("things", "z.csv", first: 4, rows: 1);
        Assert.NotNull((await _shop.RefreshAsync()).Snapshot);
        Assert.Equal([.. newest, 4], (await _shop.TopsAsync()).Order());
    }

    [Fact]
    public async Task Nothing_goes_before_its_time()
    {
        await FillAsync();

        Assert.Empty(await DryRunAsync(days: 6));
        // Only what attempts needed while they ran, and attempts that no snapshot and no table has any more.
        Assert.All(
            (await DryRunAsync(days: 29)).Values,
            deletion => Assert.True(deletion.Reason
                is ExpiryReason.FinishedWork or ExpiryReason.EndedAttempt or ExpiryReason.ReplacedAttempt or ExpiryReason.OldTableFile));
        Assert.DoesNotContain((await DryRunAsync(days: 89)).Values, deletion => deletion.Reason == ExpiryReason.OldRun);
    }

    [Fact]
    public async Task A_pinned_a_named_and_an_exported_snapshot_stay_with_all_that_they_need()
    {
        var tried = RefreshRequest.Changes with { Into = "try", Settings = new Dictionary<string, string> { ["top"] = "1" } };
        var snapshots = await FillAsync(then: () => _shop.RefreshAsync(tried));
        await _shop.Home.AskAsync(workspace => workspace.ShowSnapshotAsync(snapshots[1], default));
        var (pinned, named) = (await _shop.TopsAsync(snapshots[1]), await _shop.TopsAsync("try"));
        var export = _shop.Home.Lake.PathOf(LakeKeys.Export(new(2026, 1, 31), "tops"));
        Directory.CreateDirectory(Path.GetDirectoryName(export)!);
        await File.WriteAllTextAsync(export, "id\n1\n");
        File.SetLastWriteTimeUtc(export, TimeId.Parse(snapshots[0]).UtcDateTime);
        var exported = await _shop.TopsAsync(snapshots[0]);

        await MaintainAsync(days: 80);

        Assert.Equal(exported, await _shop.TopsAsync(snapshots[0]));
        await MaintainAsync(days: 400);
        await Assert.ThrowsAsync<TerminalException>(() => _shop.TopsAsync(snapshots[0]));
        Assert.Equal(pinned, await _shop.TopsAsync());
        Assert.Equal(named, await _shop.TopsAsync("try"));
        Assert.True(File.Exists(export));
        await _shop.Home.AskAsync(workspace => workspace.ActivateAsync("try", asIs: true, default));
        Assert.Equal(named, await _shop.TopsAsync());
    }

    [Fact]
    public async Task The_command_says_what_it_did()
    {
        await FillAsync();

        var dry = await CallAsync("maintain", "--dry-run");
        Assert.True(dry.Code == 0, dry.Error);
        Assert.Contains("OldSnapshot      snapshots/", dry.Out, StringComparison.Ordinal);
        var listed = JsonDocument.Parse((await CallAsync("maintain", "--dry-run", "--json")).Out).RootElement;
        var done = JsonDocument.Parse((await CallAsync("maintain", "--json")).Out).RootElement;

        Assert.Equal(listed.GetProperty("objects").GetInt64(), done.GetProperty("objects").GetInt64());
        Assert.Equal("Completed", done.GetProperty("runtimeStatus").GetString());
        Assert.StartsWith("0 objects deleted", (await CallAsync("maintain")).Out, StringComparison.Ordinal);
    }

    /// <summary>Replaced, retired, replayed and failed runs, and four snapshots, all at the time of the home.</summary>
    /// <returns>The snapshots in the readers' order.</returns>
    async Task<IReadOnlyList<string>> FillAsync(Func<Task>? then = null)
    {
        await _shop.IngestAsync("things", "a.csv", first: 1);
        await _shop.IngestAsync("others", "b.csv", first: 1);
        await ReplayAsync("others");
        await _shop.RefreshAsync();
        await _shop.IngestAsync("things", "a.csv", first: 1, rows: 3);
        await _shop.IngestAsync("others", "c.csv", first: 5);
        await _shop.RefreshAsync();
        await _shop.RetireAsync(_shop.Published[1]);
        await _shop.Home.IngestAsync("things", "bad.csv", Csv.Bytes("id,day\nx,y\n"));
        await _shop.RefreshAsync();
        await ReplayAsync("others");
        await _shop.RefreshAsync(RefreshRequest.Changes with { Settings = new Dictionary<string, string> { ["top"] = "4" } });
        if (then is not null)
            await then();
        // Objects have the machine's time.
        foreach (var file in Directory.EnumerateFiles(_shop.Home.Lake.Root, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, Home.Now.UtcDateTime);
        return [.. Enumerable.Reverse(await _shop.Snapshots.IdsAsync(default).ToListAsync())];
    }

    async Task ReplayAsync(string dataset)
    {
        var run = (await _shop.Home.PublishedAsync(dataset))[0].RunId;
        await _shop.Home.AskAsync(workspace => workspace.ReplayAsync(run, new Progress<IngestProgress>(), default));
    }

    Task<Dictionary<string, Deletion>> DryRunAsync(int days) => _shop.Home.AskAsync(
        async workspace =>
        {
            var draft = await workspace.PlanMaintenanceAsync(default);
            return await draft.Deletions(default).ToDictionaryAsync(deletion => deletion.Key);
        },
        Home.Now.AddDays(days));

    Task<MaintenanceRecord> MaintainAsync(int days) =>
        _shop.Home.AskAsync(workspace => workspace.MaintainAsync(default), Home.Now.AddDays(days));

    Task<Call> CallAsync(params string[] arguments) => _shop.Home.CallAsync(Home.Now.AddDays(400), arguments);

    sealed class ByKey : IComparer<Deletion>
    {
        public static readonly ByKey Instance = new();

        public int Compare(Deletion? x, Deletion? y) => string.CompareOrdinal(x?.Key, y?.Key);
    }
}
