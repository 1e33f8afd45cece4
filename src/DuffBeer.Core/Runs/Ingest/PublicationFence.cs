using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Settles whether the rows of an attempt that is being ended are visible or never will be.</summary>
public sealed class PublicationFence(IObjectStore lake, TimeProvider time)
{
    /// <summary>Bars this attempt and earlier ones from publication. False if it is already published: its rows are visible.</summary>
    /// <remarks>Writes nothing for an attempt that was not approved for publication, because it cannot be published.</remarks>
    public async Task<bool> SetAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (run.Stage is not (RunStage.Publish or RunStage.Done))
            return true;
        var key = LakeKeys.Dataset(run.Dataset);
        while (true)
        {
            var current = await lake.ReadAsync(key, RunJson.Default.DatasetManifest, cancellationToken);
            var manifest = current?.Value ?? DatasetManifest.Empty(run.Dataset);
            if (manifest.Has(run))
                return false;
            if (manifest.IsFenced(run.Id, run.Attempt))
                return true;
            var next = manifest.WithFence(run.Id, run.Attempt, time.GetUtcNow());
            var condition = current is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(current.ETag);
            if (await lake.WriteAsync(key, next, RunJson.Default.DatasetManifest, condition, cancellationToken))
                return true;
        }
    }
}
