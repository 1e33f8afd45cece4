using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Iceberg;

namespace DuffBeer.Golden.Tests.OpenTables;

/// <summary>A publication lets the table follow with as many requests among thousands of published runs as among a few.</summary>
public sealed class FollowReadsTests
{
    static readonly DatasetContract s_contract = Contracts.DuffOrders;
    static readonly DateTimeOffset s_first = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_requests_of_a_publication_do_not_follow_the_published_runs()
    {
        var (few, many) = (await CallsAsync(1_000), await CallsAsync(10_000));

        // A segment may be split.
        Assert.InRange(many, few - 5, few + 5);
    }

    /// <summary>Calls of the follow after one more publication, in a process that knows nothing of the lake.</summary>
    static async Task<int> CallsAsync(int runs)
    {
        var lake = new MemoryStore();
        await PublishAsync(lake, Enumerable.Range(0, runs));
        await FollowAsync(lake);
        await PublishAsync(lake, [runs]);
        var counting = new CountingStore(lake);

        await FollowAsync(counting);

        return counting.Calls;
    }

    static Task FollowAsync(IObjectStore lake)
    {
        var datasets = new DatasetCatalog([s_contract]);
        var tables = new IcebergTables(lake, datasets, key => $"file:///lake/{key}", null, TimeProvider.System);
        return new PublishedTables(lake, new(lake, TimeProvider.System), datasets, tables).FollowAsync(s_contract.Name, default);
    }

    static async Task PublishAsync(MemoryStore store, IEnumerable<int> numbers)
    {
        IObjectStore lake = store;
        var entries = new List<ManifestEntry>();
        foreach (var number in numbers)
        {
            var run = RunId.For(s_contract.Name, "landing", $"duff/orders/{number}.csv", "v1");
            var list = $"{LakeKeys.FileLists(s_contract.Name, run, 1)}files-{number}.avro";
            var result = new RunResult(run, 1, new(), 0, [], [], [])
            {
                Files = new(list, "file:///lake/", 1, 1, 1, 0, []),
            };
            await lake.WriteAllAsync(
                [
                    ObjectWrite.OfKey(list),
                    ObjectWrite.Of(LakeKeys.Result(run, 1), result, RunJson.Default.RunResult, WriteCondition.None),
                ],
                default);
            entries.Add(
                new(run, 1, $"duff/orders/{number}.csv", "v1", s_first.AddSeconds(number), new(2026, 1, 1), 1, 0, s_first) { PartCount = 1 });
        }

        await new DatasetManifests(lake).UpdateAsync(
            s_contract.Name,
            [.. entries.Select(entry => entry.SourceKey)],
            $"publish-{entries[0].RunId}",
            current => RunSet.Union([current, new(entries)]),
            default);
    }
}
