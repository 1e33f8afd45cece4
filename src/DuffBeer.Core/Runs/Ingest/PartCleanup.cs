using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Deletes parts that an attempt wrote and that no reader will ever see.</summary>
public sealed class PartCleanup(IObjectStore lake)
{
    /// <summary>Deletes what the attempt's chunk manifests name beside its result: the left-overs of wrong guesses.</summary>
    /// <param name="proved">Keys of the manifests that the result was composed of: all that they name is in it.</param>
    /// <remarks>A try that died before its manifest leaves parts that the next try wrote again under the same names.</remarks>
    public async Task DeleteLeftOversAsync(RunResult result, IReadOnlySet<string> proved, CancellationToken cancellationToken)
    {
        var kept = new HashSet<string>([.. result.Parts.Select(part => part.Key), .. result.Rejects.Select(part => part.Key)], StringComparer.Ordinal);
        await foreach (var stat in lake.ListAsync(LakeKeys.Chunks(result.RunId, result.Attempt), cancellationToken))
        {
            if (proved.Contains(stat.Key) || await lake.ReadAsync(stat.Key, RunJson.Default.ChunkManifest, cancellationToken) is not { } manifest)
                continue;
            foreach (var part in manifest.Value.AllParts.Where(part => !kept.Contains(part.Key)))
                await lake.DeleteAsync(part.Key, cancellationToken);
        }
    }

    /// <summary>Deletes every part of an attempt that was never published, but the rejects that its result names: people need those.</summary>
    /// <remarks>
    /// The store is asked for the parts, not the manifests: a chunk that was cut off has parts that no manifest names. That means a
    /// listing of the dataset's table, so this is for attempts that failed or were given up.
    /// </remarks>
    public async Task DeleteAsync(RunRecord attempt, RunResult? result, CancellationToken cancellationToken)
    {
        var manifest = await lake.ReadAsync(LakeKeys.Dataset(attempt.Dataset), RunJson.Default.DatasetManifest, cancellationToken);
        if (manifest?.Value.Has(attempt) ?? false)
            return;

        var kept = (result?.Rejects ?? []).Select(part => part.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var prefix in new[] { LakeKeys.Table(attempt.Dataset), LakeKeys.RejectsOf(attempt.Dataset, attempt.Id, attempt.Attempt) })
        {
            await foreach (var part in lake.ListAsync(prefix, cancellationToken))
            {
                if (LakeKeys.IsOfAttempt(part.Key, attempt.Id, attempt.Attempt) && !kept.Contains(part.Key))
                    await lake.DeleteAsync(part.Key, cancellationToken);
            }
        }
    }
}
