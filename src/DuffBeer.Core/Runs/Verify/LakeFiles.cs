using System.Text.Json.Serialization.Metadata;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Receipts;

namespace DuffBeer.Core.Runs.Verify;

/// <summary>A document as it is in the lake.</summary>
/// <param name="Seal">What its intact seal says; null if it has none.</param>
sealed record SealedDocument<T>(T Value, string? Seal);

/// <summary>Reads what is checked, and says what is wrong with its bytes.</summary>
sealed class LakeFiles(IObjectStore lake, Tally tally)
{
    /// <summary>The document; null if it is missing or damaged: what a damaged one says is not followed.</summary>
    /// <param name="isNeeded">Whether a missing document is a finding.</param>
    public async Task<SealedDocument<T>?> ReadAsync<T>(
        string key, JsonTypeInfo<T> type, Concern of, List<Finding> found, CancellationToken cancellationToken, bool isNeeded = true)
        where T : class
    {
        if (await lake.ContentAsync(key, cancellationToken) is not { Value: var content })
        {
            if (isNeeded)
                found.Add(new(FindingKind.Missing, key, "The document is not in the lake.", of));
            return null;
        }

        tally.Count(counts => counts with { Documents = counts.Documents + 1, Bytes = counts.Bytes + content.Length });
        if (DocumentSeal.StateOf(content) == SealState.Broken)
        {
            found.Add(new(FindingKind.Changed, key, "The document's seal does not fit its bytes.", of));
            return null;
        }

        try
        {
            return new(ObjectDocuments.Parsed(key, content, type), DocumentSeal.Of(content));
        }
        catch (TerminalException damaged)
        {
            found.Add(new(FindingKind.Changed, key, damaged.Message, of));
            return null;
        }
    }

    /// <summary>Checks a file of the lake.</summary>
    /// <param name="bytes">Null if unknown.</param>
    /// <param name="digest">Null if unknown: then only its presence and size are checked.</param>
    public async Task CheckAsync(
        string key, long? bytes, string? digest, Concern of, List<Finding> found, CancellationToken cancellationToken)
    {
        if (await lake.StatAsync(key, cancellationToken) is not { } stat)
        {
            found.Add(new(FindingKind.Missing, key, "The file is not in the lake.", of));
            return;
        }

        if (bytes is { } wanted && stat.Size != wanted)
            found.Add(new(FindingKind.Changed, key, $"The file has {stat.Size} bytes, but {wanted} were written.", of));
        else if (digest is not null)
        {
            tally.Count(counts => counts with { Files = counts.Files + 1, Bytes = counts.Bytes + stat.Size });
            if (await DigestOfAsync(stat, cancellationToken) != digest)
                found.Add(new(FindingKind.Changed, key, "The file's SHA-256 is not the one that was recorded.", of));
        }
    }

    /// <summary>Null if the file was replaced while it was read.</summary>
    async Task<string?> DigestOfAsync(ObjectStat stat, CancellationToken cancellationToken)
    {
        try
        {
            return await FileDigest.OfAsync(lake, stat, cancellationToken);
        }
        catch (TerminalException replaced) when (replaced.Code is ProblemCode.SourceChanged or ProblemCode.SourceMissing)
        {
            return null;
        }
    }
}
