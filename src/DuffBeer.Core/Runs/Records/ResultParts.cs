using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The parts of runs whose manifest entries do not name them: runs with many parts, and runs of older versions.</summary>
/// <remarks>Those read last are kept in memory, because the result of a published attempt never changes.</remarks>
sealed class ResultParts(IObjectStore lake)
{
    /// <summary>Parts kept in memory, some 25 MB.</summary>
    const int MostParts = 100_000;

    static readonly LakeCache<(string Run, int Attempt), IReadOnlyList<Part>> s_kept = new(MostParts, parts => parts.Count);

    readonly LakeCache<(string Run, int Attempt), IReadOnlyList<Part>>.OfLake _kept = s_kept.Of(lake);

    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task<IReadOnlyList<Part>> ReadAsync(string run, int attempt, CancellationToken cancellationToken) =>
        await FindAsync(run, attempt, cancellationToken)
        ?? throw new TerminalException(ProblemCode.NotFound, $"The result of the published run {run} is missing from the lake.");

    /// <summary>Null if the result is gone.</summary>
    public async Task<IReadOnlyList<Part>?> FindAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        if (_kept.Find((run, attempt)) is { } known)
            return known;
        var result = await lake.ReadAsync(LakeKeys.Result(run, attempt), RunJson.Default.RunResult, cancellationToken);
        if (result is null)
            return null;
        _kept.Add((run, attempt), result.Value.Parts);
        return result.Value.Parts;
    }
}
