using DuffBeer.Core.Chunks;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Bench.Scale;

/// <summary>
/// The activities of an ingest without a file: they return at once what the real ones would.
/// </summary>
/// <param name="wrongGuess">One chunk in this many guesses its first boundary wrong and is redone.</param>
sealed class SimulatedFile(int chunks, int wrongGuess) :
    IActivity<IngestFile.Input, Costed<IngestFile.Inspection>>,
    IActivity<IngestFile.ChunkInput, Costed<ChunkBorders>>,
    IActivity<IngestFile.Input, Costed<RowLedger>>,
    IActivity<IngestFile.Input, Costed<bool>>,
    IActivity<IngestFile.Ending, bool>
{
    const long DataStart = 100;
    const long ChunkBytes = 64 << 20;

    // The cost of a chunk of an S3 object, which histories store with the chunk's borders.
    static readonly CostDrivers s_chunk = new()
    {
        BytesRead = ChunkBytes + (1 << 20),
        BytesWritten = 10_600_000,
        ActivityMilliseconds = 690,
        ReadRequests = 44,
        WriteRequests = 9,
        BytesDownloaded = ChunkBytes + (1 << 20),
        BytesUploaded = 10_600_000,
    };

    readonly IngestFile.Inspection _inspection = new(DataStart, DataStart + chunks * ChunkBytes, ChunkBytes);
    int _transforms;

    /// <exception cref="InvalidOperationException">A chunk was left out, or transformed too often.</exception>
    public void VerifyTransforms()
    {
        var expected = chunks + chunks / wrongGuess;
        if (_transforms != expected)
            throw new InvalidOperationException($"{_transforms} transforms of {chunks} chunks, but expected {expected}.");
    }

    /// <summary>Called when the run concludes.</summary>
    public Action Concluded { get; init; } = () => { };

    Task<Costed<IngestFile.Inspection>> IActivity<IngestFile.Input, Costed<IngestFile.Inspection>>.RunAsync(
        IngestFile.Input input, CancellationToken cancellationToken) =>
        Task.FromResult(Of(_inspection));

    Task<Costed<ChunkBorders>> IActivity<IngestFile.ChunkInput, Costed<ChunkBorders>>.RunAsync(
        IngestFile.ChunkInput input, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _transforms);
        var range = ChunkPlan.For(_inspection.DataStart, _inspection.Length, _inspection.ChunkBytes)[input.ChunkIndex];
        var wrong = input.From is null && input.ChunkIndex % wrongGuess == wrongGuess - 1;
        return Task.FromResult(new Costed<ChunkBorders>(new(wrong ? range.Start + 7 : range.Start, range.End), s_chunk));
    }

    Task<Costed<RowLedger>> IActivity<IngestFile.Input, Costed<RowLedger>>.RunAsync(
        IngestFile.Input input, CancellationToken cancellationToken) =>
        Task.FromResult(Of(new RowLedger()));

    Task<Costed<bool>> IActivity<IngestFile.Input, Costed<bool>>.RunAsync(IngestFile.Input input, CancellationToken cancellationToken) =>
        Task.FromResult(Of(true));

    Task<bool> IActivity<IngestFile.Ending, bool>.RunAsync(IngestFile.Ending input, CancellationToken cancellationToken)
    {
        if (input.Problem is { } problem)
            throw new InvalidOperationException(problem.Message);
        Concluded();
        return Task.FromResult(true);
    }

    static Costed<T> Of<T>(T value) => new(value, new() { ReadRequests = 5, WriteRequests = 2 });
}
