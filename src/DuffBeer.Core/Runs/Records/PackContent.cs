using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>What a <see cref="RunPack"/> names: files, and the attempts whose rows they have.</summary>
public sealed record PackContent(IReadOnlyList<Part> Parts, IReadOnlyList<PackedRun> Runs)
{
    /// <summary>The files as a list for other engines; null if it was not written.</summary>
    public FileList? Files { get; init; }
}

/// <summary>An attempt whose rows are in a pack.</summary>
public sealed record PackedRun(string RunId, int Attempt);

/// <summary>Runs with the packs of their dataset, for a change of both.</summary>
/// <param name="Packs">All packs of the dataset.</param>
public sealed record PackedRuns(RunSet Runs, IReadOnlyList<RunPack> Packs);

/// <summary>Writes packs again, because a pack has exactly the rows of the runs that name it.</summary>
public interface IPackRewriter
{
    /// <summary>Writes the pack's files without the rows of some runs, beside those that readers may still use.</summary>
    /// <remarks>Safe to repeat; what is written counts once the dataset's manifest names it.</remarks>
    /// <returns>The pack with a new key; null if no rows remain.</returns>
    Task<RunPack?> WithoutAsync(string dataset, RunPack pack, IReadOnlyList<PackedRun> runs, CancellationToken cancellationToken);
}
