using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Deletes parts of an attempt that no reader will ever see.</summary>
public sealed class PartCleanup(IObjectStore lake)
{
    readonly DatasetManifests _manifests = new(lake);

    /// <summary>Deletes parts that the attempt's chunk manifests name but its result does not: leftovers of wrong guesses.</summary>
    /// <param name="proved">Keys of the manifests that make up the result: it contains all their parts.</param>
    /// <remarks>If a try dies before it writes its manifest, the next try writes the same parts under the same names.</remarks>
    public async Task DeleteLeftOversAsync(RunResult result, IReadOnlySet<string> proved, CancellationToken cancellationToken)
    {
        var kept = new HashSet<string>(
            [.. result.Parts.Select(part => part.Key), .. result.Rejects.Select(part => part.Key)], StringComparer.Ordinal);
        await foreach (var stat in lake.ListAsync(LakeKeys.Chunks(result.RunId, result.Attempt), cancellationToken))
        {
            if (proved.Contains(stat.Key)
                || await lake.ReadAsync(stat.Key, RunJson.Default.ChunkManifest, cancellationToken) is not { } manifest)
                continue;
            foreach (var part in manifest.Value.AllParts.Where(part => !kept.Contains(part.Key)))
                await lake.DeleteAsync(part.Key, cancellationToken);
        }
    }

    /// <summary>Deletes every part of an unpublished attempt except the rejects that its result names, which people still need.</summary>
    /// <remarks>
    /// Lists the store instead of reading the manifests, because a chunk that was cut off has parts that no manifest names. That lists the
    /// whole table of the dataset, so it is only for attempts that failed or were terminated.
    /// </remarks>
    public async Task DeleteAsync(RunRecord attempt, RunResult? result, CancellationToken cancellationToken)
    {
        if ((await _manifests.ReadAsync(attempt.Dataset, attempt.Source.Key, cancellationToken)).Has(attempt))
            return;

        var kept = (result?.Rejects ?? []).Select(part => part.Key).ToHashSet(StringComparer.Ordinal);
        string[] prefixes =
        [
            LakeKeys.Table(attempt.Dataset),
            LakeKeys.RejectsOf(attempt.Dataset, attempt.Id, attempt.Attempt),
            LakeKeys.KeysOf(attempt.Dataset, attempt.Id, attempt.Attempt),
            LakeKeys.FileLists(attempt.Dataset, attempt.Id, attempt.Attempt),
        ];
        foreach (var prefix in prefixes)
        {
            await foreach (var part in lake.ListAsync(prefix, cancellationToken))
            {
                if (LakeKeys.IsOfAttempt(part.Key, attempt.Id, attempt.Attempt) && !kept.Contains(part.Key))
                    await lake.DeleteAsync(part.Key, cancellationToken);
            }
        }
    }
}
