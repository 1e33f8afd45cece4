using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The results of a lake's batches: documents that never change.</summary>
public sealed class BatchResults(IObjectStore lake)
{
    /// <summary>One question often concerns many runs of a batch.</summary>
    static readonly LakeCache<string, BatchResult> s_latest = new(most: 8, _ => 1);

    readonly LakeCache<string, BatchResult>.OfLake _latest = s_latest.Of(lake);

    /// <summary>Null if the batch has none yet.</summary>
    public async Task<BatchResult?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_latest.Find(id) is { } known)
            return known;
        var found = (await lake.ReadAsync(LakeKeys.BatchResult(id), RunJson.Default.BatchResult, cancellationToken))?.Value;
        if (found is not null)
            _latest.Add(found.Id, found);
        return found;
    }

    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task<BatchResult> GetAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken)
        ?? throw new TerminalException(ProblemCode.NotFound, $"The result of the batch {id} is missing from the lake.");

    /// <summary>False if another try wrote the result first.</summary>
    public Task<bool> AddAsync(BatchResult result, CancellationToken cancellationToken) => lake.WriteAsync(
        LakeKeys.BatchResult(result.Id), result, RunJson.Default.BatchResult, WriteCondition.IfAbsent, cancellationToken);
}
