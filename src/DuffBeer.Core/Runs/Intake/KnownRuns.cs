using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Intake;

enum Known
{
    /// <summary>The object's run is published, under way, or ended for good.</summary>
    Settled,

    /// <summary>It failed, and somebody must replay it.</summary>
    Failed,

    /// <summary>There is no run, or its record tells what to do.</summary>
    Unclear,
}

/// <summary>What reconcile knows of a dataset's runs from lists, so that it reads few records.</summary>
/// <param name="retryFailed">Failed runs are tried again, also those whose earlier attempt is published.</param>
sealed class KnownRuns(RunIndex index, string dataset, HashSet<string> published, IReadOnlySet<string> underWay, bool retryFailed)
{
    readonly Lazy<Task<ILookup<string, RunMark>?>> _ended = new(() => index.NotPublishedAsync(dataset, CancellationToken.None));

    public async Task<Known> OfAsync(string run)
    {
        var isPublished = published.Contains(run);
        if (underWay.Contains(run) || (isPublished && !retryFailed))
            return Known.Settled;
        if (await _ended.Value is not { } ended)
            return Known.Unclear;
        // A second mark is left by an interrupted change.
        return ended[run].ToList() switch
        {
            [] => isPublished ? Known.Settled : Known.Unclear,
            [RunMark.Terminated or RunMark.Unpublished or RunMark.Retired] => Known.Settled,
            [RunMark.Failed] when !retryFailed => Known.Failed,
            _ => Known.Unclear,
        };
    }
}
