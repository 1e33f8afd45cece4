namespace DuffBeer.Core.Runs.Packs;

/// <summary>Which files are merged, and how large the merged ones become.</summary>
public sealed record MergeSizes
{
    /// <summary>The largest size of files that settings accept, in MiB.</summary>
    public const int MostMiB = 4096;

    /// <summary>Runs and packs are merged whose files are smaller on average. Default: 128 MiB.</summary>
    public long SmallFileBytes { get; init; } = 128L << 20;

    /// <summary>A merged file has at most so many bytes of files before. Default: 512 MiB.</summary>
    public long FileBytes { get; init; } = 512L << 20;

    /// <summary>Bytes of one merge, which one activity writes. Default: 4 GiB.</summary>
    public long MergeBytes { get; init; } = 4L << 30;

    /// <summary>Runs of one pack: its document lists them all. Default: 10,000.</summary>
    public int PackRuns { get; init; } = 10_000;

    /// <summary>A merge makes at most one file of so many, or it is not worth it. Default: 4.</summary>
    public int Fewer { get; init; } = 4;

    /// <param name="fileMiB">The largest merged file; null for the default. Files of a quarter of it are not small.</param>
    public static MergeSizes Of(long? fileMiB) =>
        fileMiB is { } size ? new() { FileBytes = size << 20, SmallFileBytes = size << 18 } : new();
}
