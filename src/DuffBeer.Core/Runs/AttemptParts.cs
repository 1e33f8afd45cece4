using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs;

/// <summary>The parts that an attempt wrote, by its chunk manifests.</summary>
public sealed class AttemptParts(IObjectStore lake)
{
    /// <summary>Deletes the attempt's parts but those that <paramref name="keep"/> names, such as the left-overs of wrong guesses.</summary>
    /// <remarks>A try that died before its manifest leaves parts that the next try wrote again under the same names.</remarks>
    public async Task DeletePartsAsync(IngestFile.Input attempt, RunResult? keep, CancellationToken cancellationToken)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        if (keep is not null)
        {
            kept.UnionWith(keep.Parts.Select(part => part.Key));
            kept.UnionWith(keep.Rejects.Select(part => part.Key));
        }

        await foreach (var stat in lake.ListAsync(LakeKeys.Chunks(attempt.RunId, attempt.Attempt), cancellationToken))
        {
            if (await lake.ReadAsync(stat.Key, RunJson.Default.ChunkManifest, cancellationToken) is not { } manifest)
                continue;
            foreach (var part in manifest.Value.AllParts.Where(part => !kept.Contains(part.Key)))
                await lake.DeleteAsync(part.Key, cancellationToken);
        }
    }
}
