using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.Product;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Golden.Tests.Batches;

/// <summary>Files that are ingested together give what they give one by one: rows, rejects, ledgers, problems.</summary>
public sealed class BatchLawTests : IDisposable
{
    readonly LakeView _view = new();

    public void Dispose() => _view.Dispose();

    [Fact]
    public void Any_small_files_together_give_what_they_give_one_by_one() =>
        Prop.ForAll(SmallFiles.Any, files => HoldAsync(files).GetAwaiter().GetResult())
            .Check(Law.Cases(100).WithEndSize(30));

    [Fact]
    public void Files_of_several_batches_that_replace_each_other_give_what_they_give_one_by_one() =>
        Prop.ForAll(SmallFiles.Any, files => HoldAsync(files, waves: 3).GetAwaiter().GetResult())
            .Check(Law.Cases(50).WithEndSize(30));

    [Fact]
    public async Task Runs_share_the_parts_of_their_partitions_and_one_part_of_rejects()
    {
        var (lake, runs) = await IngestAsync(SmallFiles.Few, together: true);

        Assert.Equal(1, lake.Under("tables/").Count(entry => entry.Key.Contains("/batch_id=", StringComparison.Ordinal)));
        Assert.Single(lake.Under("rejects/"));
        Assert.DoesNotContain(lake.Under("unfinished/"), _ => true);
        Assert.DoesNotContain(lake.Under("runs/"), entry => !entry.Key.EndsWith("/run.json", StringComparison.Ordinal));
        Assert.Equal(5, runs.Count);
    }

    [Theory]
    [InlineData("ingested by itself")]
    [InlineData("suspended and resumed")]
    [InlineData("terminated and replayed")]
    [InlineData("maintained")]
    public async Task What_happens_to_a_run_at_any_step_of_its_batch_changes_nothing(string what)
    {
        var expected = await ViewAsync(SmallFiles.Few, together: false);
        for (var step = 0; ; step += Law.Step)
        {
            var (landing, lake) = (new VersionedLanding(), new MemoryStore());
            var world = new BatchWorld(landing, lake);
            var runs = await world.BeginAsync(SmallFiles.PutIn(landing, SmallFiles.Few));
            // It has rows that are published and rows that are rejected.
            var run = runs.Single(begun => begun.Source.Key.EndsWith("b.csv", StringComparison.Ordinal)).Id;
            var steps = 0;
            var isChanged = false;
            world.Around = async () =>
            {
                if (steps++ != step)
                    return;
                isChanged = true;
                await ChangeAsync(world, run, what);
            };

            await world.TogetherAsync(runs);

            if (!isChanged)
                return;
            var now = await world.Runs.Records.GetAsync(run, default);
            if (now.Status == RunStatus.Suspended)
                await world.Runs.Control(world.Started).ResumeAsync(run, default);
            else if (now.Status == RunStatus.Terminated)
                await world.Runs.Control(world.Started).ReplayAsync(run, default);
            await world.RecoverAsync();
            await world.VerifyAsync();
            Assert.Equal(expected, Attempts(await _view.ReadAsync(lake, runs.Select(begun => begun.Id))));
        }
    }

    [Fact]
    public async Task Maintenance_deletes_what_a_batch_left_once_its_runs_are_forgotten()
    {
        var (landing, lake) = (new VersionedLanding(), new MemoryStore());
        var world = new BatchWorld(landing, lake);
        var bad = Csv.Bytes(Csv.Header + Csv.Row(21, status: "lost") + Csv.Row(22, status: "lost"));
        var runs = await world.BeginAsync(SmallFiles.PutIn(landing, [("duff/orders/a.csv", bad), ("duff/orders/b.csv", bad)]));
        await world.TogetherAsync(runs);
        var before = await _view.ReadAsync(lake, runs.Select(run => run.Id));

        await world.MaintainAsync();

        Assert.Equal(before, await _view.ReadAsync(lake, runs.Select(run => run.Id)));
        landing.Clear();
        await world.MaintainAsync();
        await world.MaintainAsync();
        Assert.DoesNotContain(lake.Under(""), entry => !entry.Key.StartsWith("maintenance", StringComparison.Ordinal)
            && !entry.Key.StartsWith("latest-maintenance", StringComparison.Ordinal));
    }

    static async Task ChangeAsync(BatchWorld world, string run, string what)
    {
        var record = await world.Runs.Records.GetAsync(run, default);
        if (record.Status != RunStatus.Running)
            return;
        if (what == "ingested by itself")
            await world.OneByOneAsync([record]);
        else if (what == "maintained")
            await world.MaintainAsync();
        else if (what == "suspended and resumed")
            await world.Runs.Control(world.Started).SuspendAsync(run, default);
        else
            await world.Runs.Control(world.Started).TerminateAsync(run, default);
    }

    async Task HoldAsync((string Key, byte[] Content)[] files, int waves = 1) =>
        Assert.Equal(await ViewAsync(files, together: false, waves), await ViewAsync(files, together: true, waves));

    async Task<IReadOnlyList<string>> ViewAsync((string Key, byte[] Content)[] files, bool together, int waves = 1)
    {
        var (lake, runs) = await IngestAsync(files, together, waves);
        return Attempts(await _view.ReadAsync(lake, runs.Select(run => run.Id)));
    }

    /// <param name="waves">The files come in so many groups: a later one replaces files of earlier ones.</param>
    static async Task<(MemoryStore Lake, IReadOnlyList<RunRecord> Runs)> IngestAsync(
        (string Key, byte[] Content)[] files, bool together, int waves = 1)
    {
        var (landing, lake) = (new VersionedLanding(), new MemoryStore());
        var world = new BatchWorld(landing, lake);
        var all = new List<RunRecord>();
        foreach (var wave in files.Chunk(Math.Max(1, (files.Length + waves - 1) / waves)))
        {
            var runs = await world.BeginAsync(SmallFiles.PutIn(landing, wave));
            await (together ? world.TogetherAsync(runs) : world.OneByOneAsync(runs));
            all.AddRange(runs);
        }

        await world.VerifyAsync();
        return (lake, all);
    }

    /// <summary>A replayed run has a later attempt, with the same rows.</summary>
    static string[] Attempts(IReadOnlyList<string> lines) =>
        [.. lines.Select(line => line.Replace(" a2 ", " a1 ", StringComparison.Ordinal))];
}
