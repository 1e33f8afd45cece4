namespace DuffBeer.Core.Runs.Verify;

/// <summary>What was checked, and what was found.</summary>
public sealed record VerifyResult(IReadOnlyList<Finding> Findings)
{
    /// <summary>Published attempts, also those that only snapshots name.</summary>
    public long Runs { get; init; }
    public long Snapshots { get; init; }
    public long Documents { get; init; }

    /// <summary>Files whose bytes were hashed.</summary>
    public long Files { get; init; }

    /// <summary>Bytes of these files and of the documents.</summary>
    public long Bytes { get; init; }

    /// <summary>Runs and snapshots of releases that made no receipts: only names, sizes and counts were checked.</summary>
    public long WithoutReceipt { get; init; }

    /// <summary>Their ids, in ordinal order; of many only the first, so that memory stays flat.</summary>
    public IReadOnlyList<string> Unreceipted { get; init; } = [];

    /// <summary>Sources that are no longer in landing.</summary>
    public long SourcesGone { get; init; }

    /// <summary>Sources that another version has replaced in landing.</summary>
    public long SourcesReplaced { get; init; }

    /// <param name="isStrict">Whether what has no receipt counts as wrong.</param>
    public bool IsGood(bool isStrict) => Findings.Count == 0 && (!isStrict || WithoutReceipt == 0);
}
