using DuffBeer.Golden.Tests.ChunkLaw;

namespace DuffBeer.Golden.Tests.Batches;

/// <summary>A process that dies before or after any write of a batch loses nothing, and nothing is visible twice.</summary>
public sealed class BatchCrashTests : IDisposable
{
    readonly LakeView _view = new();

    public void Dispose() => _view.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_write_of_a_batch_converges(bool isWritten)
    {
        IReadOnlyList<string>? expected = null;
        for (var last = isWritten ? 0 : Law.Step / 2; ; last += Law.Step)
        {
            var (landing, lake) = (new VersionedLanding(), new MemoryStore());
            var store = new DyingStore(lake);
            var world = new BatchWorld(landing, store);
            var runs = await world.BeginAsync(SmallFiles.PutIn(landing, SmallFiles.Few));
            if (expected is null)
            {
                var whole = new MemoryStore();
                var other = new BatchWorld(landing, whole);
                await other.OneByOneAsync(await other.BeginAsync(runs.Select(run => run.Source.ToStat())));
                expected = await _view.ReadAsync(whole, runs.Select(run => run.Id));
            }

            store.DieAt(last, isWritten);
            try
            {
                await world.TogetherAsync(runs);
            }
            catch (Exception failure) when (failure is DyingStore.Death or AggregateException)
            {
            }

            if (!store.IsDead)
                return;
            var recovered = new BatchWorld(landing, lake);
            await recovered.RecoverAsync();
            await recovered.VerifyAsync();
            Assert.Equal(expected, await _view.ReadAsync(lake, runs.Select(run => run.Id)));
            Assert.DoesNotContain(lake.Under("unfinished/"), _ => true);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_while_runs_are_begun_together_loses_none_and_begins_none_twice(bool isWritten)
    {
        var landing = new VersionedLanding();
        var files = SmallFiles.PutIn(landing, SmallFiles.Few).ToList();
        for (var last = 0; ; last++)
        {
            var lake = new MemoryStore();
            var store = new DyingStore(lake);
            store.DieAt(last, isWritten);
            try
            {
                await new BatchWorld(landing, store).BeginTogetherAsync(files);
            }
            catch (Exception failure) when (failure is DyingStore.Death or AggregateException)
            {
            }

            var world = new BatchWorld(landing, lake);
            var runs = await world.BeginTogetherAsync(files);
            var listed = await world.Runs.Records.PageAsync(new() { Limit = 100 }, default);
            Assert.Equal(runs.Select(run => run.Id).Order(), listed.Runs.Select(run => run.Id).Order());
            Assert.Equal(runs.Count, lake.Under("unfinished/").Count());
            Assert.Equal(files.Count, runs.DistinctBy(run => run.Id).Count());
            if (!store.IsDead)
                return;
        }
    }
}
