using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Verify;

/// <summary>Reads results of batches. The ones used last are kept, because one has the results of many runs.</summary>
sealed class BatchFiles(LakeFiles files, Tally tally)
{
    const int Most = 32;

    readonly Lock _lock = new();
    readonly Dictionary<string, (Lazy<Task<SealedDocument<BatchResult>?>> Read, long Used)> _kept = new(StringComparer.Ordinal);
    long _uses;

    /// <summary>Null if the result is missing or damaged: then that is a finding.</summary>
    public Task<SealedDocument<BatchResult>?> FindAsync(string id, string dataset, CancellationToken cancellationToken)
    {
        Lazy<Task<SealedDocument<BatchResult>?>> read;
        lock (_lock)
        {
            read = _kept.TryGetValue(id, out var kept) ? kept.Read : new(() => ReadAsync(id, dataset, cancellationToken));
            if (_kept.Count >= Most && !_kept.ContainsKey(id))
                _kept.Remove(_kept.MinBy(one => one.Value.Used).Key);
            _kept[id] = (read, ++_uses);
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
