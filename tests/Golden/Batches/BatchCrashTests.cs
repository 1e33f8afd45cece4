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
        for (var last = 0; ; last++)
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
            await new BatchWorld(landing, lake).RecoverAsync();
            Assert.Equal(expected, await _view.ReadAsync(lake, runs.Select(run => run.Id)));
            Assert.DoesNotContain(lake.Under("unfinished/"), _ => true);
        }
    }
}
