using System.Collections.Concurrent;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Views;

/// <summary>The chunk manifests of one attempt under way; each is read once.</summary>
sealed class SeenChunks
{
    readonly ConcurrentDictionary<string, ChunkManifest> _manifests = new(StringComparer.Ordinal);

    /// <summary>Chunk of each manifest; a chunk that was done again has several.</summary>
    public IEnumerable<int> Indexes => _manifests.Values.Select(chunk => chunk.Index);

    /// <summary>One manifest per chunk: of several, the one that begins where the chunk before it ended.</summary>
    public IReadOnlyList<ChunkManifest> Latest()
    {
        var latest = new List<ChunkManifest>();
        foreach (var tries in _manifests.Values.GroupBy(chunk => chunk.Index).OrderBy(tries => tries.Key))
        {
            var at = latest.Count == 0 ? -1 : latest[^1].Next;
            latest.Add(tries.FirstOrDefault(chunk => chunk.First == at) ?? tries.First());
        }

        return latest;
    }

    public async Task ReadAsync(IObjectStore lake, string attempt, CancellationToken cancellationToken)
    {
        await foreach (var stat in lake.ListAsync(attempt, cancellationToken))
        {
            if (!_manifests.ContainsKey(stat.Key)
                && await lake.ReadAsync(stat.Key, RunJson.Default.ChunkManifest, cancellationToken) is { } manifest)
                _manifests[stat.Key] = manifest.Value;
        }
    }
}
