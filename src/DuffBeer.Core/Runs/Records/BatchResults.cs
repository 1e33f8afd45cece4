using System.Runtime.CompilerServices;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The results of a lake's batches: documents that never change.</summary>
public sealed class BatchResults(IObjectStore lake)
{
    static readonly ConditionalWeakTable<IObjectStore, Latest> s_latest = [];

    readonly Latest _latest = s_latest.GetValue(lake, _ => new());

    /// <summary>Null if the batch has none yet.</summary>
    public async Task<BatchResult?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_latest.Find(id) is { } known)
            return known;
        var found = (await lake.ReadAsync(LakeKeys.BatchResult(id), RunJson.Default.BatchResult, cancellationToken))?.Value;
        if (found is not null)
            _latest.Add(found);
        return found;
    }

    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task<BatchResult> GetAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken)
        ?? throw new TerminalException(ProblemCode.NotFound, $"The result of the batch {id} is missing from the lake.");

    /// <summary>False if another try wrote the result first.</summary>
    public Task<bool> AddAsync(BatchResult result, CancellationToken cancellationToken) => lake.WriteAsync(
        LakeKeys.BatchResult(result.Id), result, RunJson.Default.BatchResult, WriteCondition.IfAbsent, cancellationToken);

    /// <summary>The results read last: one question often concerns many runs of a batch.</summary>
    sealed class Latest
    {
        const int Most = 8;

        readonly Lock _lock = new();
        readonly Queue<BatchResult> _results = new();

        public BatchResult? Find(string id)
        {
            lock (_lock)
                return _results.FirstOrDefault(result => result.Id == id);
        }

        public void Add(BatchResult result)
        {
            lock (_lock)
            {
                if (_results.Any(known => known.Id == result.Id))
                    return;
                if (_results.Count == Most)
                    _results.Dequeue();
                _results.Enqueue(result);
            }
        }
    }
}
