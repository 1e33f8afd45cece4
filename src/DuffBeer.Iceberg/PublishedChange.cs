using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Iceberg.Metadata;

namespace DuffBeer.Iceberg;

/// <summary>Finds what a snapshot must show now, of which the lists of attempts that it was made of tell most.</summary>
/// <param name="before">The manifests of the snapshot.</param>
sealed class PublishedChange(IPublication publication, ManifestList before)
{
    const int ReadsAtATime = 16;

    /// <param name="Read">Published attempts, among them all that the snapshot lacks.</param>
    /// <param name="Gone">Attempts that may no longer be published; null for all but those in <paramref name="Read"/>.</param>
    public sealed record Found(IReadOnlyCollection<PublishedAttempt> Read, IReadOnlySet<PublishedAttempt>? Gone)
    {
        readonly HashSet<PublishedAttempt> _read = [.. Read];

        /// <summary>Whether an attempt that the snapshot shows is still published.</summary>
        public bool Keeps(PublishedAttempt attempt) => _read.Contains(attempt) || Gone?.Contains(attempt) == false;
    }

    /// <summary>Reads only lists that are new or no longer named, if both the snapshot and the publication have lists.</summary>
    public async Task<Found> FindAsync(PublishedFiles files, CancellationToken cancellationToken)
    {
        if (before.Lists.Count == 0 || files.Lists.Count == 0 || await GoneAsync(files, cancellationToken) is not { } gone)
            return new([.. files.Attempts, .. await ReadAsync(files.Lists, cancellationToken)], null);
        return new(await ReadAsync(files.Lists.Except(before.Lists, StringComparer.Ordinal), cancellationToken), gone);
    }

    /// <summary>The attempts of lists that are no longer named; null if one of them was deleted.</summary>
    async Task<HashSet<PublishedAttempt>?> GoneAsync(PublishedFiles files, CancellationToken cancellationToken)
    {
        try
        {
            return [.. await ReadAsync(before.Lists.Except(files.Lists, StringComparer.Ordinal), cancellationToken)];
        }
        catch (TerminalException missing) when (missing.Code == ProblemCode.NotFound)
        {
            return null;
        }
    }

    async Task<IReadOnlyCollection<PublishedAttempt>> ReadAsync(IEnumerable<string> lists, CancellationToken cancellationToken)
    {
        var attempts = await SideBySide.SelectAsync(
            lists, ReadsAtATime, (list, running) => publication.AttemptsAsync(list, running), cancellationToken);
        return [.. attempts.SelectMany(some => some)];
    }
}
