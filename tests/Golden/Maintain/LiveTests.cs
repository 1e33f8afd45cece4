using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Maintain;

/// <summary>Maintenance beside everything else that changes a lake. Every object is old, so no keep time hides a mistake.</summary>
public sealed class LiveTests
{
    readonly MaintainedLake _lake = new(new(), new());

    [Fact]
    public async Task A_maintenance_at_any_step_of_a_run_takes_nothing_from_it()
    {
        await _lake.IngestAsync("things/a.csv", "1 2 3");
        var first = await _lake.IngestAsync("things/b.csv", "4 5");

        // A replacement, a new file, a replay, and a file whose rows are all rejected.
        await _lake.IngestAsync("things/a.csv", "1 2 3 6", MaintainAsync);
        await _lake.IngestAsync("things/c.csv", "7", MaintainAsync);
        await _lake.ReplayAsync(first.Id, MaintainAsync);
        var failed = await _lake.IngestAsync("things/d.csv", "x y", MaintainAsync);

        Assert.Equal(RunStatus.Failed, failed.Status);
        Assert.Equal(7, (await _lake.PublishedAsync()).Sum(entry => entry.Rows));
        await _lake.HoldAsync();

        async Task MaintainAsync()
        {
            await _lake.MaintainAsync();
            await _lake.HoldAsync();
        }
    }

    [Fact]
    public async Task Whatever_happens_at_any_step_of_a_maintenance_keeps_what_it_needs()
    {
        var run = await _lake.IngestAsync("things/a.csv", "1 2 3");
        var retired = await _lake.IngestAsync("things/b.csv", "4 5");
        await _lake.RetireAsync(retired.Id);
        for (var step = 0; ; step++)
        {
            await _lake.ReplayAsync(run.Id);
            var at = step;
            await _lake.MaintainAsync(async () =>
            {
                if (at-- != 0)
                    return;
                await _lake.ReplayAsync(run.Id);
                await _lake.ReplayAsync(retired.Id);
                await _lake.IngestAsync("things/c.csv", $"7 {step + 10}");
            });
            await _lake.HoldAsync();
            if (at >= 0)
            {
                // Before and after planning, the table, a page, and the end.
                Assert.Equal(8, step);
                return;
            }

            Assert.Equal(7, (await _lake.PublishedAsync()).Sum(entry => entry.Rows));
            await _lake.RetireAsync(retired.Id);
        }
    }

    [Fact]
    public async Task A_refresh_that_is_under_way_keeps_its_files()
    {
        const string snapshot = "20250201T000000000Z";
        var lake = _lake.Memory;
        var record = (await new RefreshRequests(lake, TimeProvider.System).AddAsync(RefreshRequest.Changes, default)) with
        {
            Status = RunStatus.Running, Building = snapshot,
        };
        await new RefreshRecords(lake).SaveAsync(record, default);
        var plan = new RefreshPlan(
            snapshot, null, new Dictionary<string, string>(), new Dictionary<string, DatasetVersion>(), new Dictionary<string, string>(),
            new([], []));
        await lake.WriteAsync(
            LakeKeys.RefreshPlan(snapshot), plan, SnapshotJson.Default.RefreshPlan, WriteCondition.None, default);
        var model = lake.Put($"{LakeKeys.Mart("sums", snapshot, 1)}rows.parquet", [1]).Key;

        Assert.Empty(await _lake.DryRunAsync());

        await new RefreshRecords(lake).SaveAsync(record with { Status = RunStatus.Failed }, default);
        Assert.Equal(
            [model, LakeKeys.RefreshPlan(snapshot)],
            (await _lake.DryRunAsync()).Select(deletion => deletion.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_Iceberg_snapshot_at_the_time_of_a_kept_snapshot_stays_with_its_files()
    {
        var run = await _lake.IngestAsync("things/a.csv", "1 2 3");
        await ShowAsync(run);
        var replayed = await _lake.ReplayAsync(run.Id);
        var files = Files();
        Assert.Equal(2, files.Count);

        await _lake.MaintainAsync();
        await _lake.MaintainAsync();
        Assert.Equal(files, Files());

        await ShowAsync(replayed);
        await _lake.MaintainAsync();
        await _lake.MaintainAsync();
        Assert.Single(Files());
        await _lake.HoldAsync();

        Task ShowAsync(RunRecord after) =>
            ShownSnapshot.ShowAsync(_lake.Memory, TimeId.Of(after.Updated), new Dictionary<string, ModelVersion>());
        List<string> Files() => [.. _lake.Memory.Under(LakeKeys.Tables).Select(entry => entry.Key)];
    }

    [Fact]
    public async Task A_run_that_is_marked_for_deletion_cannot_begin_again()
    {
        var landing = new MemoryStore();
        var lake = new MaintainedLake(new(), landing);
        var run = await lake.IngestAsync("things/a.csv", "x y");
        await landing.DeleteAsync("things/a.csv", default);
        await lake.Runs.UpdateAsync(run.Id, new RunExpired(run.Attempt), default);

        var refused = await Assert.ThrowsAsync<TerminalException>(() => lake.ReplayAsync(run.Id));

        Assert.Equal(ProblemCode.Conflict, refused.Code);
        await lake.MaintainAsync();
        Assert.Empty(lake.Memory.Under(LakeKeys.Runs));
        Assert.Empty(lake.Memory.Under(LakeKeys.RunsByDay));
        Assert.Empty(lake.Memory.Under(LakeKeys.AllRejects));
    }

    /// <summary>Its last activity may still be at work, or be repeated.</summary>
    [Fact]
    public async Task An_attempt_whose_end_is_not_recorded_keeps_its_files()
    {
        var lake = new MaintainedLake(new(), new());
        var run = await lake.IngestAsync("things/a.csv", "1 2");
        var unfinished = UnfinishedAttempt.OfRun(run.Id, run.Attempt);
        await lake.Runs.Unfinished.AddAsync(unfinished, default);
        var files = Files();
        Assert.NotEmpty(files);

        await lake.MaintainAsync();

        Assert.Equal(files, Files());
        await lake.Runs.Unfinished.RemoveAsync(unfinished, default);
        await lake.MaintainAsync();
        Assert.True(Files().Count < files.Count);

        List<string> Files() => [.. lake.Memory.Under($"{LakeKeys.Runs}{run.Id}/a1/").Select(file => file.Key)];
    }

    [Fact]
    public async Task The_record_of_a_failed_run_stays_while_its_file_is_in_landing()
    {
        var run = await _lake.IngestAsync("things/a.csv", "x y");

        await _lake.MaintainAsync();

        // Otherwise reconcile would ingest the file again, and people could not see what was wrong with it.
        Assert.Equal(RunStatus.Failed, (await _lake.Runs.GetAsync(run.Id, default)).Status);
        Assert.NotEmpty(_lake.Memory.Under(LakeKeys.RunsByDay));
        Assert.NotEmpty(_lake.Memory.Under(LakeKeys.AllRejects));
        Assert.Empty(_lake.Memory.Under(LakeKeys.Chunks(run.Id, 1)));
    }
}
