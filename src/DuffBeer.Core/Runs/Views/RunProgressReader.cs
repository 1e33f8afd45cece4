using System.Collections.Concurrent;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Views;

/// <summary>Progress of a run.</summary>
/// <param name="Chunks">0 until the source is inspected.</param>
/// <param name="RowsPerSecond">Over the attempt so far, or all of an ended one; null before the first row.</param>
public sealed record RunProgress(
    RunStage Stage, int Chunks, int ChunksDone, long Bytes, long TotalBytes, long Rows, long Rejected, double? RowsPerSecond);

/// <summary>Reads the progress of runs from the chunk manifests in the lake, independently of the host that executes them.</summary>
public sealed class RunProgressReader(IObjectStore lake, TimeProvider time)
{
    /// <summary>The cache is cleared at this many attempts, so that those that are no longer queried do not accumulate.</summary>
    const int MostSeen = 100;

    readonly ConcurrentDictionary<string, Seen> _seen = new();

    public async Task<RunProgress> NowAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var seconds = ((run.Status == RunStatus.Running ? time.GetUtcNow() : run.Updated) - (run.Started ?? run.Created)).TotalSeconds;
        var attempt = LakeKeys.Chunks(run.Id, run.Attempt);
        if (run.Ledger is { } ledger)
        {
            _seen.TryRemove(attempt, out _);
            return new(
                run.Stage, run.Chunks, run.Chunks, run.Source.Size, run.Source.Size, ledger.RowsRead, ledger.Rejected,
                Rate(ledger.RowsRead, seconds));
        }

        if (run.Stage == RunStage.Inspect)
            return new(run.Stage, run.Chunks, 0, 0, run.Source.Size, 0, 0, null);
        if (_seen.Count >= MostSeen)
            _seen.Clear();
        var seen = _seen.GetOrAdd(attempt, _ => new());
        await seen.ReadAsync(lake, attempt, cancellationToken);
        return new(
            run.Stage, run.Chunks, Math.Min(seen.Chunks, run.Chunks), Math.Min(seen.Bytes, run.Source.Size), run.Source.Size, seen.Rows,
            seen.Rejected, Rate(seen.Rows, seconds));
    }

    static double? Rate(long rows, double seconds) => rows > 0 && seconds > 0 ? Math.Round(rows / seconds, 1) : null;

    /// <summary>The manifests of one attempt; each is read once.</summary>
    sealed class Seen
    {
        readonly ConcurrentDictionary<string, ChunkManifest> _manifests = new(StringComparer.Ordinal);

        public int Chunks => _manifests.Values.DistinctBy(chunk => chunk.Index).Count();
        public long Bytes => _manifests.Values.Sum(chunk => chunk.Next - chunk.First);
        public long Rows => _manifests.Values.Sum(chunk => chunk.Ledger.RowsRead);
        public long Rejected => _manifests.Values.Sum(chunk => chunk.Ledger.Rejected);

        public async Task ReadAsync(IObjectStore lake, string attempt, CancellationToken cancellationToken)
        {
            await foreach (var stat in lake.ListAsync(attempt, cancellationToken))
            {
                if (!_manifests.ContainsKey(stat.Key)
                    && await lake.ReadAsync(stat.Key, RunJson.Default.ChunkManifest, cancellationToken) is { } manifest)
                    _manifests[stat.Key] = manifest.Value;
            }
        }
    }
}
