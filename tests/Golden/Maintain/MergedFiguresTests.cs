using DuffBeer.Golden.Tests.Compare;

namespace DuffBeer.Golden.Tests.Maintain;

/// <summary>The same random history in two homes, of which one merges its files: reports are the same after each refresh.</summary>
public sealed class MergedFiguresTests
{
    const int Steps = 16;

    [Theory]
    [InlineData(4)]
    public async Task Figures_of_a_home_that_merges_are_those_of_one_that_does_not(int seed)
    {
        using var merging = new SmallShop();
        using var plain = new SmallShop();
        var (random, packed) = (new Random(seed), 0);
        for (var step = 0; step < Steps; step++)
        {
            var (file, first, rows, of) = (random.Next(9), random.Next(5), random.Next(1, 4), random.Next(100));
            if (step > 5 && step % 4 == 0)
                await merging.Home.AskAsync(workspace => workspace.MaintainAsync(default));
            else if (step > 5 && of < 25)
                await BothAsync(shop => shop.RetireAsync(shop.Published[of % shop.Published.Count]));
            else
                await BothAsync(shop => shop.IngestAsync("things", $"{file}.csv", first, rows));
            packed += (await merging.Home.PublishedAsync("things")).Count(run => run.Pack is not null);
            if (step < 6 || step % 2 == 0)
                continue;
            await BothAsync(shop => shop.RefreshAsync());
            Assert.Equal(await plain.TopsAsync(), await merging.TopsAsync());
        }

        Assert.True(packed > 10, $"Only {packed} runs were in packs.");

        async Task BothAsync(Func<SmallShop, Task> act)
        {
            await act(merging);
            await act(plain);
        }
    }
}
