using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Intake;

enum Known
{
    /// <summary>The object's run is published, under way, or ended for good.</summary>
    Settled,

    /// <summary>It failed, and an operator must replay it.</summary>
    Failed,

    /// <summary>There is no run, or its record tells what to do.</summary>
    Unclear,
}

/// <summary>What reconcile knows of a dataset's runs from lists, so that it reads few records.</summary>
/// <param name="underWay">Runs whose records were just read.</param>
/// <param name="retryFailed">Failed runs are tried again, also those whose earlier attempt is published.</param>
sealed class KnownRuns(
    RunIndex index, DatasetManifests manifests, string dataset, IReadOnlySet<string> underWay, bool retryFailed)
{
    IReadOnlyDictionary<string, RunMark?>? _ended;
    HashSet<string>? _published;

    public async Task<Known> OfAsync(string run, CancellationToken cancellationToken)
    {
        if (underWay.Contains(run))
            return Known.Settled;
        if (_ended is null && _published is null && (_ended = await index.EndedAsync(dataset, cancellationToken)) is null)
            _published = await PublishedAsync(cancellationToken);
        if (_ended is null)
            return !retryFailed && _published!.Contains(run) ? Known.Settled : Known.Unclear;
        return _ended.GetValueOrDefault(run) switch
        {
            RunMark.Completed or RunMark.Unpublished or RunMark.Terminated or RunMark.Retired => Known.Settled,
            RunMark.Kept when !retryFailed => Known.Settled,
            RunMark.Failed when !retryFailed => Known.Failed,
            _ => Known.Unclear,
        };
    }

    /// <summary>In a lake of an earlier version, whose runs are not all marked.</summary>
    async Task<HashSet<string>> PublishedAsync(CancellationToken cancellationToken)
    {
        var published = new HashSet<string>(StringComparer.Ordinal);
        var manifest = await manifests.ReadAsync(dataset, cancellationToken);
        await foreach (var some in manifests.SetsAsync(manifest, cancellationToken))
            published.UnionWith(some.Runs.Select(run => run.RunId));
        return published;
    }
}
