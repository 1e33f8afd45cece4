using System.Collections.Concurrent;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Views;

/// <summary>Progress of a run.</summary>
/// <param name="Chunks">0 until the source is inspected.</param>
/// <param name="RowsPerSecond">Over the attempt so far, or all of an ended one; null before the first row.</param>
public sealed record RunProgress(
    RunStage Stage, int Chunks, int ChunksDone, long Bytes, long TotalBytes, long Rows, long Rejected, double? RowsPerSecond)
{
    /// <summary>
    /// One character per chunk: <c>.</c> waiting, <c>w</c> being transformed by the process that answers, <c>d</c> done, <c>r</c> done
    /// again after a wrong guess. Empty until the source is inspected, and above 10,000 chunks.
    /// </summary>
    public string ChunkStates { get; init; } = "";

    /// <summary>Seconds since the attempt began, or until it ended.</summary>
    public double Seconds { get; init; }

    /// <summary>Rejected rows so far by reason.</summary>
    public IReadOnlyDictionary<string, long> RejectsByCode { get; init; } = new Dictionary<string, long>();
}

/// <summary>Reads the progress of runs from the chunk manifests in the lake, independently of the host that executes them.</summary>
public sealed class RunProgressReader(IObjectStore lake, ChunksAtWork atWork, TimeProvider time)
{
    /// <summary>The cache is cleared at this many attempts, so that those that are no longer queried do not accumulate.</summary>
    const int MostSeen = 100;

    readonly ConcurrentDictionary<string, SeenChunks> _seen = new();

    public async Task<RunProgress> NowAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var seconds = ((run.Status == RunStatus.Running ? time.GetUtcNow() : run.Updated) - (run.Started ?? run.Created)).TotalSeconds;
        var attempt = LakeKeys.Chunks(run.Id, run.Attempt);
        if (run.Ledger is { } ledger)
        {
            _seen.TryRemove(attempt, out _);
            return new(
                run.Stage, run.Chunks, run.Chunks, run.Source.Size, run.Source.Size, ledger.RowsRead, ledger.Rejected,
                Rate(ledger.RowsRead, seconds))
            {
                Seconds = Rounded(seconds),
                ChunkStates = await ChunkStates.OfJudgedAsync(lake, run, cancellationToken),
                RejectsByCode = ByName(ledger),
            };
        }

        if (run.Stage == RunStage.Inspect)
            return new(run.Stage, run.Chunks, 0, 0, run.Source.Size, 0, 0, null) { Seconds = Rounded(seconds) };
        if (_seen.Count >= MostSeen)
            _seen.Clear();
        var seen = _seen.GetOrAdd(attempt, _ => new());
        await seen.ReadAsync(lake, attempt, cancellationToken);
        var chunks = seen.Latest();
        var rows = RowLedger.Sum(chunks.Select(chunk => chunk.Ledger));
        return new(
            run.Stage, run.Chunks, Math.Min(chunks.Count, run.Chunks),
            Math.Min(chunks.Sum(chunk => chunk.Next - chunk.First), run.Source.Size), run.Source.Size, rows.RowsRead, rows.Rejected,
            Rate(rows.RowsRead, seconds))
        {
            Seconds = Rounded(seconds),
            ChunkStates = ChunkStates.Of(run.Chunks, seen.Indexes, atWork.Of(run.Id, run.Attempt)),
            RejectsByCode = ByName(rows),
        };
    }

    /// <summary>Drops what it has read of runs: some of it quotes cells.</summary>
    public void Forget() => _seen.Clear();

    static double? Rate(long rows, double seconds) => rows > 0 && seconds > 0 ? Math.Round(rows / seconds, 1) : null;

    static double Rounded(double seconds) => Math.Round(Math.Max(0, seconds), 1);

    static Dictionary<string, long> ByName(RowLedger ledger) =>
        ledger.RejectsByCode.ToDictionary(code => code.Key.ToString(), code => code.Value);
}
