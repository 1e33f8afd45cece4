using DuffBeer.Golden.Tests.Batches;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Golden.Tests.Forget;

/// <summary>A process that dies before or after any write of an erasure goes on to the same end.</summary>
public sealed class ForgetCrashTests
{
    [Theory]
    [InlineData(Visits.Batches, false)]
    [InlineData(Visits.Batches, true)]
    [InlineData(Visits.UniqueKeys, true)]
    public async Task A_crash_at_any_write_of_an_erasure_converges(string keys, bool isWritten)
    {
        var (landing, lake) = (new MemoryStore(), new MemoryStore());
        var runs = await Visits.IngestAsync(new(landing, lake, keys), landing, withForgotten: true);
        var expected = await ForgetTests.NeverHadAsync(keys);
        for (var last = isWritten ? 0 : Law.Step / 2; ; last += Law.Step)
        {
            var (files, objects) = (new MemoryStore(landing), new MemoryStore(lake));
            var store = new DyingStore(objects);
            store.DieAt(last, isWritten);
            try
            {
                await new ForgetWorld(new DyingStore(files, store), store, keys).ForgetAsync(Visits.Forgotten);
            }
            catch (Exception failure) when (failure is DyingStore.Death or AggregateException)
            {
            }

            if (!store.IsDead)
                return;
            var world = new ForgetWorld(files, objects, keys);
            var result = await world.ForgetAsync(Visits.Forgotten);
            Assert.True(result.Problem is null, $"write {last}: {result.Problem?.Message}");
            Assert.Equal(expected, await world.RowsAsync());
            Assert.Empty(Visits.Found(files, objects));
            Assert.Equal(3, (await world.Records.GetAsync(runs[0].Id, default)).Erased!.Rows);
            Assert.DoesNotContain(objects.Under("unfinished/"), _ => true);
            Assert.DoesNotContain(objects.Under("forgetting/"), _ => true);
        }
    }
}
