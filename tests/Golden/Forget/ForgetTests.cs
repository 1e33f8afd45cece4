using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.Batches;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.Maintain;

namespace DuffBeer.Golden.Tests.Forget;

/// <summary>Erased rows are nowhere any more, and everything else is as if the files never had them.</summary>
public sealed class ForgetTests
{
    [Theory]
    [InlineData(Visits.Batches)]
    [InlineData(Visits.UniqueKeys)]
    public async Task Nothing_is_left_of_erased_rows_and_all_others_are_as_if_they_had_never_been_there(string keys)
    {
        var (landing, lake) = (new MemoryStore(), new MemoryStore());
        var world = new ForgetWorld(landing, lake, keys);
        var runs = await Visits.IngestAsync(world, landing, withForgotten: true);
        Assert.True(Visits.Found(lake).Count > 10);
        Assert.Contains((await new DatasetManifests(lake).ReadAsync(ForgetWorld.Dataset, default)).Packs!, _ => true);

        var result = await world.ForgetAsync(Visits.Forgotten);

        Assert.Null(result.Problem);
        Assert.Equal((9, 6), (result.Rows, result.Files));
        Assert.Empty(Visits.Found(landing, lake));
        Assert.Equal(await NeverHadAsync(keys), await world.RowsAsync());
        foreach (var run in runs)
        {
            var now = await world.Records.GetAsync(run.Id, default);
            Assert.True(now.Ledger!.AddsUp);
            Assert.True(now.Retired || now.Erased is null || now.Ledger.Erased == now.Erased.Rows);
        }

        var erased = (await world.Records.GetAsync(runs[0].Id, default)).Ledger!;
        Assert.Equal((6L, 1L, 2L, 3L), (erased.RowsRead, erased.Accepted, erased.Rejected, erased.Erased));
        Assert.Empty(lake.Under("forgetting/"));
    }

    [Fact]
    public async Task A_rewritten_file_is_known_to_reconcile_and_to_every_event()
    {
        var (landing, lake) = (new MemoryStore(), new MemoryStore());
        var world = new ForgetWorld(landing, lake, Visits.Batches);
        var runs = await Visits.IngestAsync(world, landing, withForgotten: true);
        await world.ForgetAsync(Visits.Forgotten);
        var started = new StartedRuns();

        var found = await world.Runs.Recovery(started).RecoverAsync(default);
        var receipt = await world.Runs.Intake(started).NoticeAsync(new("landing", "visits/a.csv"), default);

        Assert.Equal((ReceiptKind.Known, runs[0].Id), (receipt.Kind, receipt.Run!.Id));
        Assert.Empty(found.Started.Concat(found.Resumed).Concat(found.Again));
        Assert.Empty(started.Take());
        // A second erasure finds nothing.
        Assert.Equal(0, (await world.ForgetAsync(Visits.Forgotten)).Rows);
    }

    [Fact]
    public async Task New_files_wait_while_rows_are_erased()
    {
        var (landing, lake) = (new MemoryStore(), new MemoryStore());
        var world = new ForgetWorld(landing, lake, Visits.Batches);
        landing.Put("visits/a.csv", "id,person,city\n1,Zoe,Rome\n"u8.ToArray());
        await world.Records.Erasures.SetAsync(ForgetWorld.Dataset, default);

        var refused = await Assert.ThrowsAsync<TransientException>(() => world.IngestAsync("visits/a.csv"));

        Assert.Equal(ProblemCode.Overloaded, refused.Code);
    }

    [Fact]
    public async Task Reconcile_meanwhile_leaves_new_files_for_later_and_does_all_its_other_work()
    {
        var (landing, lake) = (new MemoryStore(), new MemoryStore());
        var world = new ForgetWorld(landing, lake, Visits.Batches);
        landing.Put("visits/a.csv", "id,person,city\n1,Zoe,Rome\n"u8.ToArray());
        landing.Put("unknown/b.csv", "id\n"u8.ToArray());
        await world.Runs.Pending.AddAsync([new("landing", "visits/a.csv")], default);
        await world.Records.Erasures.SetAsync(ForgetWorld.Dataset, default);
        var started = new StartedRuns();

        var during = await world.Runs.Recovery(started).RecoverAsync(default);

        Assert.Empty(started.Take());
        var delayed = Assert.Single(during.Delayed);
        Assert.Equal("visits/a.csv", delayed.Key);
        Assert.StartsWith("Rows of visits are being erased.", delayed.Reason, StringComparison.Ordinal);
        Assert.Equal(["unknown/b.csv"], during.Unwanted);

        await world.Records.Erasures.RemoveAsync(ForgetWorld.Dataset, default);
        var after = await world.Runs.Recovery(started).RecoverAsync(default);

        Assert.Single(after.Started);
        Assert.Single(started.Take());
        Assert.Empty(after.Delayed);
        Assert.False(await world.Runs.Pending.AnyAsync(default));
    }

    [Fact]
    public async Task Rows_of_a_file_that_is_gone_are_refused_before_anything_changes()
    {
        var (landing, lake) = (new MemoryStore(), new MemoryStore());
        var world = new ForgetWorld(landing, lake, Visits.UniqueKeys);
        landing.Put("visits/a.csv", "id,person,city\n1,Zoe,Rome\n2,Kim,Rome\n"u8.ToArray());
        landing.Put("visits/b.csv", "id,person,city\n3,Zoe,Rome\n"u8.ToArray());
        var runs = await world.IngestAsync("visits/a.csv", "visits/b.csv");
        await landing.DeleteAsync("visits/a.csv", default);

        var refused = await world.ForgetAsync("Zoe");
        await world.RetireAsync(runs[0].Id);
        var done = await world.ForgetAsync("Zoe");

        Assert.Equal(ProblemCode.Conflict, refused.Problem!.Code);
        Assert.Contains(runs[0].Id, refused.Problem.Message, StringComparison.Ordinal);
        Assert.Null(done.Problem);
        Assert.Equal(1, done.Rows);
    }

    [Fact]
    public async Task An_outage_while_a_file_is_ingested_again_does_not_end_the_erasure()
    {
        var (landing, lake, outages) = (new MemoryStore(), new MemoryStore(), 0);
        var (isOut, begun) = (false, 0);
        // From the beginning of an attempt until it fails.
        var hookedLake = new HookedStore(lake)
        {
            Writing = key =>
            {
                isOut |= outages > 0 && key.StartsWith(LakeKeys.UnfinishedAttempts, StringComparison.Ordinal);
                return null;
            },
        };
        var hookedLanding = new HookedStore(landing)
        {
            Opening = _ =>
            {
                if (!isOut)
                    return null;
                (isOut, outages, begun) = (false, outages - 1, begun + 1);
                return Task.FromException(new TransientException(ProblemCode.StoreUnavailable, "The store is away."));
            },
        };
        var world = new ForgetWorld(hookedLanding, hookedLake, Visits.UniqueKeys);
        landing.Put("visits/a.csv", "id,person,city\n1,Zoe,Rome\n2,Kim,Rome\n"u8.ToArray());
        await world.IngestAsync("visits/a.csv");

        // After the first failure it is tried again at once, after the second one in a quarter of an hour.
        outages = 2;
        var stopped = await Assert.ThrowsAsync<TerminalException>(() => world.ForgetAsync("Zoe"));
        Assert.Equal((ProblemCode.Conflict, 2), (stopped.Code, begun));
        Assert.Contains("tried again", stopped.Message, StringComparison.Ordinal);
        world.Wait(TimeSpan.FromMinutes(15));
        var done = await world.ForgetAsync("Zoe");

        Assert.Null(done.Problem);
        Assert.Equal((1, 0), (done.Rows, outages));
        Assert.Single(await world.RowsAsync());
        Assert.DoesNotContain(lake.Under("").Concat(landing.Under("")), entry => entry.Value.AsSpan().IndexOf("Zoe"u8) >= 0);
    }

    internal static async Task<IReadOnlyList<string>> NeverHadAsync(string keys)
    {
        var (landing, lake) = (new MemoryStore(), new MemoryStore());
        var world = new ForgetWorld(landing, lake, keys);
        await Visits.IngestAsync(world, landing, withForgotten: false);
        return await world.RowsAsync();
    }
}
