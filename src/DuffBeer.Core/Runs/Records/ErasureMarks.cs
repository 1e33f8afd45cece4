using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>Marks datasets that rows are being erased from: their new files wait, because a rewritten file would look like one.</summary>
public sealed class ErasureMarks(IObjectStore lake)
{
    public Task SetAsync(string dataset, CancellationToken cancellationToken) =>
        ObjectWrite.OfKey(LakeKeys.Forgetting(dataset)).ToAsync(lake, cancellationToken);

    public Task RemoveAsync(string dataset, CancellationToken cancellationToken) =>
        lake.DeleteAsync(LakeKeys.Forgetting(dataset), cancellationToken);

    public async Task<bool> IsSetAsync(string dataset, CancellationToken cancellationToken) =>
        await lake.StatAsync(LakeKeys.Forgetting(dataset), cancellationToken) is not null;

    /// <exception cref="TransientException"><c>Overloaded</c>: rows of the dataset are being erased.</exception>
    public async Task EnsureNoneAsync(string dataset, CancellationToken cancellationToken)
    {
        if (await IsSetAsync(dataset, cancellationToken))
            throw new TransientException(
                ProblemCode.Overloaded,
                $"Rows of {dataset} are being erased. Try again later. If that was interrupted, 'duffbeer forget --resume' goes on with "
                    + "it.");
    }
}
