using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Packs;

/// <summary>What a merge takes as a whole: a run with files of its own, or a pack.</summary>
/// <param name="Pack">Id of the pack; null for a run.</param>
/// <param name="Rows">Rows of the runs, as their manifest entries say.</param>
sealed record Piece(IReadOnlyList<PackedRun> Runs, string? Pack, long Rows, IReadOnlyList<Part> Parts)
{
    public long Bytes { get; } = Parts.Sum(part => part.Bytes);

    /// <summary>The columns that the files are partitioned by. One pack has files of one such list.</summary>
    public string PartitionedBy => Parts.Count == 0
        ? ""
        : string.Join('/', Parts[0].Partition.Split('/').Select(folder => folder.Split('=', 2)[0]));
}
