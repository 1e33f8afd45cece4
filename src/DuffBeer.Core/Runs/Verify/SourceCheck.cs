using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Verify;

/// <summary>Compares a source that is still there with the root that its receipt has.</summary>
/// <remarks>A source may be gone or replaced by now: that is counted, and is no finding.</remarks>
sealed class SourceCheck(Stores stores, Tally tally)
{
    /// <param name="time">When the run's version was last modified.</param>
    public async Task RunAsync(
        SourceReceipt source, DateTimeOffset time, Concern of, List<Finding> found, CancellationToken cancellationToken)
    {
        var (store, key) = source.Corrects is { } original
            ? (stores.Lake, LakeKeys.Correction(original, source.Version))
            : (stores.Landing, source.Key);
        var stat = (source.Corrects is null ? await store.StatAsync(key, source.Version, cancellationToken) : null)
            ?? await store.StatAsync(key, cancellationToken);
        if (stat is null)
        {
            tally.Count(counts => counts with { SourcesGone = counts.SourcesGone + 1 });
            return;
        }

        // A file that was replaced has another time. One with the same time has the same content, unless it was damaged.
        if (source.Corrects is null && stat.Version != source.Version && stat.LastModified != time)
        {
            tally.Count(counts => counts with { SourcesReplaced = counts.SourcesReplaced + 1 });
            return;
        }

        var name = source.Corrects is null ? $"landing:{key}" : key;
        if (stat.Size != source.Size)
        {
            found.Add(new(FindingKind.Changed, name, $"The source has {stat.Size} bytes, but {source.Size} were read.", of));
            return;
        }

        try
        {
            await using var bytes = await store.OpenAsync(stat, cancellationToken);
            tally.Count(counts => counts with { Files = counts.Files + 1, Bytes = counts.Bytes + stat.Size });
            if (await source.ToLayout().RootAsync(bytes, cancellationToken) != source.Root)
                found.Add(new(FindingKind.Changed, name, "The source's bytes are not those that were read.", of));
        }
        catch (TerminalException gone) when (gone.Code is ProblemCode.SourceMissing or ProblemCode.SourceChanged)
        {
            tally.Count(counts => counts with { SourcesReplaced = counts.SourcesReplaced + 1 });
        }
    }
}
