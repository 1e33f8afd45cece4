using System.Collections.Concurrent;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Golden.Tests.Interleavings;

/// <summary>Invariants that hold for every order of steps.</summary>
static class Truth
{
    /// <summary>Etag of a manifest → the parts that it names.</summary>
    static readonly ConcurrentDictionary<string, IReadOnlyList<string>> s_named = new(StringComparer.Ordinal);

    /// <summary>At every moment: every part that the manifest leads to exists.</summary>
    public static void Watch(World world)
    {
        if (world.Store.Hash == world.Watched)
            return;
        world.Watched = world.Store.Hash;
        foreach (var part in NamedParts(world))
        {
            Assert.True(world.Store.Objects.ContainsKey(part), $"The manifest names {part}, which is gone.");
            world.EverNamed.Add(part);
        }
    }

    /// <summary>At the end, when recovery has nothing left to do.</summary>
    public static async Task JudgeAsync(World world, string run)
    {
        var terminated = Read<RunRecord>(world, LakeKeys.Run(run));
        await world.RecoverAsync();

        var record = Read<RunRecord>(world, LakeKeys.Run(run))!;
        var isNamed = Manifest(world)?.Runs.Any(entry => entry.RunId == run && entry.Attempt == record.Attempt) ?? false;
        if (terminated is { Status: RunStatus.Terminated })
            Assert.True(record.Status is RunStatus.Terminated or RunStatus.Completed, $"A terminated run is {record.Status} again.");
        Assert.True(record.Status is not RunStatus.Running, "Nothing is at work, and the record says Running.");
        Assert.True(
            record.Published == isNamed,
            $"Published={record.Published} ({record.Status}), but the manifest {(isNamed ? "names" : "does not name")} it.");
        if (record.Status == RunStatus.Completed && !record.Retired)
            Assert.True(isNamed, "Completed, and its rows are not to be seen.");
        if (record.Status is RunStatus.Terminated or RunStatus.Failed)
            Assert.False(isNamed, $"{record.Status}, and its rows are to be seen.");
        // Parts that were once visible stay until compaction, because older snapshots name them.
        if (record.Status != RunStatus.Suspended)
            Assert.Empty(
                world.Store.Objects.Keys.Where(key => key.StartsWith("tables/", StringComparison.Ordinal)).Except(world.EverNamed));
        Watch(world);
    }

    static DatasetManifest? Manifest(World world) => Read<DatasetManifest>(world, LakeKeys.Dataset("duff_orders"));

    static IReadOnlyList<string> NamedParts(World world) =>
        world.Store.Objects.TryGetValue(LakeKeys.Dataset("duff_orders"), out var manifest)
            ? s_named.GetOrAdd(manifest.ETag, _ =>
            [
                .. from entry in Manifest(world)!.Runs
                   from part in entry.Parts!
                   select part.Key,
            ])
            : [];

    static T? Read<T>(World world, string key) where T : class => world.Store.Objects.TryGetValue(key, out var stored)
        ? (T?)System.Text.Json.JsonSerializer.Deserialize(stored.Content, RunJson.Default.GetTypeInfo(typeof(T))!)
        : null;
}
