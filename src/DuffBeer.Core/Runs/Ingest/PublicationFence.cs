using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Settles whether the rows of an attempt that is being ended are visible or never will be.</summary>
public sealed class PublicationFence(DatasetManifests manifests, TimeProvider time)
{
    /// <summary>Bars this attempt and earlier ones from publication. False if it is already published: its rows are visible.</summary>
    /// <remarks>
    /// Writes nothing for an attempt that was not approved for publication, because it cannot be published, unless a batch may publish it.
    /// </remarks>
    public async Task<bool> SetAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (run is { MayBatch: false, Stage: not (RunStage.Publish or RunStage.Done) })
            return true;
        var published = await manifests.UpdateAsync(
            run.Dataset,
            run.Source.Key,
            FormattableString.Invariant($"{run.Id}/fence-{run.Attempt}"),
            current => current.Has(run) ? current : current.With(AttemptFence.Of(run, time.GetUtcNow())),
            cancellationToken);
        return !published.Has(run);
    }
}
