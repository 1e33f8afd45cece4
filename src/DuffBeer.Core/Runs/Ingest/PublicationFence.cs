using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Settles whether the rows of an attempt that is being ended are visible or never will be.</summary>
public sealed class PublicationFence(IObjectStore lake, TimeProvider time)
{
    readonly DatasetManifests _manifests = new(lake, time);

    /// <summary>Bars this attempt and earlier ones from publication. False if it is already published: its rows are visible.</summary>
    /// <remarks>Writes nothing for an attempt that was not approved for publication, because it cannot be published.</remarks>
    public async Task<bool> SetAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (run.Stage is not (RunStage.Publish or RunStage.Done))
            return true;
        var manifest = await _manifests.UpdateAsync(
            run.Dataset,
            current => current is not null && current.Has(run)
                ? current
                : (current ?? DatasetManifest.Empty(run.Dataset)).WithFence(run.Id, run.Attempt, time.GetUtcNow()),
            cancellationToken);
        return !manifest!.Has(run);
    }
}
