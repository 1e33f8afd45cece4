using DuffBeer.Core.Ports;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.OpenTables;

namespace DuffBeer.Golden.Tests.Maintain;

/// <summary>
/// A maintenance whose process dies before or after any change: the next one goes on, and ends where it would have ended.
/// </summary>
public sealed class CrashTests
{
    [Fact]
    public async Task A_maintenance_that_dies_at_any_change_is_finished_by_the_next()
    {
        var (lake, landing) = (new MemoryStore(), new MemoryStore());
        await FillAsync(new(lake, landing));
        await landing.DeleteAsync("things/c.csv", default);
        var whole = Copy(lake);
        var done = await new MaintainedLake(whole, landing).MaintainAsync();
        Assert.True(done.Objects >= 10, $"Only {done.Objects} objects went.");
        var expected = Left(whole);

        var deaths = 0;
        for (var change = 1; ; change++)
        {
            foreach (var after in (bool[])[false, true])
            {
                var copy = Copy(lake);
                var mortal = new MortalStore(copy, "");
                mortal.Live(change, after);
                var dying = new MaintainedLake(copy, landing, mortal);
                if (await Record.ExceptionAsync(() => dying.MaintainAsync()) is not { } death)
                {
                    Assert.True(deaths > done.Objects * 2, $"It died {deaths} times.");
                    return;
                }

                Assert.IsType<Killed>(death is AggregateException many ? many.InnerExceptions[0] : death);
                deaths++;
                mortal.Live();
                await dying.HoldAsync();
                var next = await dying.MaintainAsync();

                Assert.Null(next.Problem);
                Assert.Equal(expected, Left(copy));
                await dying.HoldAsync();
            }
        }
    }

    /// <summary>Everything but the maintenance's own documents.</summary>
    static List<string> Left(MemoryStore lake) =>
        lake.Under("").Select(entry => entry.Key)
            .Where(key => !key.StartsWith(LakeKeys.Maintenances, StringComparison.Ordinal))
            .ToList();

    static MemoryStore Copy(MemoryStore lake)
    {
        var copy = new MemoryStore();
        foreach (var (key, content) in lake.Under(""))
            copy.Put(key, content);
        return copy;
    }

    static async Task FillAsync(MaintainedLake lake)
    {
        var first = await lake.IngestAsync("things/a.csv", "1 2 3");
        await lake.IngestAsync("things/a.csv", "1 2 3 4");
        await lake.IngestAsync("things/b.csv", "5 6");
        await lake.ReplayAsync(first.Id);
        await lake.IngestAsync("things/c.csv", "x y");
        await lake.RetireAsync((await lake.IngestAsync("things/d.csv", "7")).Id);
    }
}
