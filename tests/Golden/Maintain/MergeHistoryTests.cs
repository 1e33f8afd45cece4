using System.Globalization;
using DuffBeer.Core.Runs.Packs;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Golden.Tests.Maintain;

/// <summary>
/// Random histories: files come, are replaced, replayed and retired, and maintenance merges what is left, again and again. The rows are
/// always those of the model: the latest content of each file.
/// </summary>
/// <remarks>Every object is old, so each maintenance also deletes whatever the steps before left over.</remarks>
public sealed class MergeHistoryTests
{
    const int Steps = 40;
    const int Files = 12;

    static readonly int s_day = new DateOnly(2026, 1, 1).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>A part here has about a kilobyte, so packs have one to several files.</summary>
    static readonly MergeSizes s_sizes = new() { SmallFileBytes = 3_000, FileBytes = 4_000, MergeBytes = 12_000, PackRuns = 6, Fewer = 2 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Rows_are_those_of_the_files_after_any_history(int seed)
    {
        var (lake, random) = (new MaintainedLake(new(), new(), merge: s_sizes), new Random(seed));
        var (published, merged) = (new Dictionary<string, (RunRecord Run, string Ids)>(StringComparer.Ordinal), 0L);
        for (var step = 0; step < Steps; step++)
        {
            var key = $"things/{random.Next(Files)}.csv";
            switch ((random.Next(8), published.GetValueOrDefault(key).Run))
            {
                case (0, { } run):
                    await lake.RetireAsync(run.Id);
                    published.Remove(key);
                    break;
                case (1, { } run):
                    await lake.ReplayAsync(run.Id);
                    break;
                case (2 or 3, _):
                    merged += (await lake.MaintainAsync()).Merged?.Runs ?? 0;
                    break;
                default:
                    var ids = string.Join(' ', Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1_000)));
                    published[key] = (await lake.IngestAsync(key, ids), ids);
                    break;
            }

            Assert.Equal(
                published.Values.SelectMany(one => RowsOf(one.Run, one.Ids)).Order(StringComparer.Ordinal), await lake.RowsAsync());
            await lake.HoldAsync();
        }

        Assert.True(merged > 6, $"Only {merged} runs were merged.");
    }

    static IEnumerable<string> RowsOf(RunRecord run, string ids)
    {
        var offset = "id,day\n".Length;
        foreach (var id in ids.Split(' '))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{run.Id} {id} {s_day} {offset}");
            offset += $"{id},2026-01-01\n".Length;
        }
    }
}
