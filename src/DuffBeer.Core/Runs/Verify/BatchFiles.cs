using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Verify;

/// <summary>Reads results of batches. The ones used last are kept, because one has the results of many runs.</summary>
sealed class BatchFiles(LakeFiles files, Tally tally)
{
    readonly RecentlyUsed<string, Lazy<Task<SealedDocument<BatchResult>?>>> _kept = new(most: 32, _ => 1);

    /// <summary>Null if the result is missing or damaged: then that is a finding.</summary>
    public Task<SealedDocument<BatchResult>?> FindAsync(string id, string dataset, CancellationToken cancellationToken)
    {
        if (_kept.Find(id) is not { } read)
        {
            _kept.Add(id, new(() => ReadAsync(id, dataset, cancellationToken)));
            read = _kept.Find(id)!;
        }

        return read.Value;
    }

    async Task<SealedDocument<BatchResult>?> ReadAsync(string id, string dataset, CancellationToken cancellationToken)
    {
        var (key, found) = (LakeKeys.BatchResult(id), new List<Finding>());
        var of = new Concern(dataset, null, null, $"rows of {dataset}");
        var document = await files.ReadAsync(key, RunJson.Default.BatchResult, of, found, cancellationToken);
        // A result that was dropped meanwhile is read again.
        if (tally.IsFirst($"findings of {key}"))
            tally.Add(found);
        return document;
    }
}
