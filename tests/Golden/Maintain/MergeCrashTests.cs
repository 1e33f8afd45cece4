using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.OpenTables;

namespace DuffBeer.Golden.Tests.Maintain;

/// <summary>The process dies before or after any change of a merge, or of a pack that a run leaves.</summary>
public sealed class MergeCrashTests
{
    readonly MemoryStore _landing = new();
    readonly MaintainedLake _lake;

    public MergeCrashTests() => _lake = new(new(), _landing);

    [Fact]
    public async Task A_merge_that_dies_at_any_change_loses_nothing_and_is_finished_by_the_next()
    {
        await FillAsync();
        var rows = await _lake.RowsAsync();
        var deaths = await DieAsync(
            dying => dying.MaintainAsync(),
            async next =>
            {
                Assert.Equal(rows, await next.RowsAsync());
                Assert.Null((await next.MaintainAsync()).Problem);
                Assert.Equal(rows, await next.RowsAsync());
                Assert.Equal(6, (await next.ManifestAsync()).Packs!.Single().Runs);
            });

        Assert.True(deaths > 20, $"It can die {deaths} times.");
    }

    [Fact]
    public async Task A_retirement_that_dies_at_any_change_of_its_pack_is_finished_when_it_is_asked_again()
    {
        var runs = await FillAsync();
        await _lake.MaintainAsync();
        var rows = (await _lake.RowsAsync())
            .Where(row => !row.StartsWith(runs[1].Id, StringComparison.Ordinal)).ToList();
        var deaths = await DieAsync(
            dying => dying.RetireAsync(runs[1].Id),
            async next =>
            {
                await next.RetireAsync(runs[1].Id);
                Assert.Equal(rows, await next.RowsAsync());
                Assert.Equal(5, (await next.ManifestAsync()).Packs!.Single().Runs);
            });

        Assert.True(deaths > 10, $"It can die {deaths} times.");
    }

    /// <summary>Dies at changes in turn, until nothing is left to die at.</summary>
    /// <returns>Before and after how many changes it can die.</returns>
    async Task<int> DieAsync(Func<MaintainedLake, Task> work, Func<MaintainedLake, Task> finish)
    {
        for (var deaths = 0; ; deaths += Law.Step)
        {
            var copy = new MemoryStore();
            foreach (var (key, content) in _lake.Memory.Under(""))
                copy.Put(key, content);
            var mortal = new MortalStore(copy, "");
            mortal.Live(1 + (deaths / 2), after: deaths % 2 == 1);
            var lake = new MaintainedLake(copy, _landing, mortal, after: _lake);
            if (await Record.ExceptionAsync(() => work(lake)) is not { } death)
                return deaths;
            Assert.IsType<Killed>(death is AggregateException many ? many.InnerExceptions[0] : death);
            mortal.Live();
            await lake.HoldAsync();
            await finish(lake);
            await lake.HoldAsync();

            // Whatever the dead process left goes, and what is published stays.
            await lake.MaintainAsync();
            await lake.MaintainAsync();
            await lake.HoldAsync();
            var version = (await lake.ManifestAsync()).ToVersion();
            Assert.Equal(
                (await new PublishedRuns(copy).PartsAsync(MaintainedLake.Dataset, version, default)).Order(),
                copy.Under(LakeKeys.Tables).Select(entry => entry.Key).Order());
            Assert.Equal(
                version.Packs!.Select(pack => pack.Key),
                copy.Under(LakeKeys.Packs(MaintainedLake.Dataset)).Select(entry => entry.Key));
        }
    }

    async Task<IReadOnlyList<RunRecord>> FillAsync()
    {
        var runs = new List<RunRecord>();
        for (var file = 0; file < 6; file++)
            runs.Add(await _lake.IngestAsync($"things/{file}.csv", $"{file} {file + 10}"));
        return runs;
    }
}
