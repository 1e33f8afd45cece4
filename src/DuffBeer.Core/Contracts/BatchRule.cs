namespace DuffBeer.Core.Contracts;

/// <summary>Small files that wait together are ingested in batches: one run each, but shared parts.</summary>
/// <param name="Files">Files of one batch at most. Default: 1,000.</param>
/// <param name="MaxFileBytes">A larger file is ingested by itself. Default: 1 MiB.</param>
public sealed record BatchRule(int Files = BatchRule.MostFiles, long MaxFileBytes = BatchRule.LargestFile)
{
    public const int MostFiles = 1000;
    public const long LargestFile = 1 << 20;

    public static BatchRule Usual { get; } = new();
}
