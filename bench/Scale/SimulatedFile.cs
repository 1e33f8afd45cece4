using DuffBeer.Core.Chunks;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;

namespace DuffBeer.Bench.Scale;

/// <summary>The activities of an ingest of a file of so many chunks, without the file: they answer at once what the real ones would.</summary>
/// <param name="wrongGuess">Every how manyeth chunk guesses its first boundary wrong and is redone.</param>
sealed class SimulatedFile(int chunks, int wrongGuess) :
    IActivity<IngestFile.Input, IngestFile.Inspection>,
    IActivity<IngestFile.ChunkInput, ChunkBorders>,
    IActivity<IngestFile.Input, RowLedger>,
    IActivity<IngestFile.Input, bool>,
    IActivity<IngestFile.Ending, bool>
{
    const long DataStart = 100;
    const long ChunkBytes = 64 << 20;

    readonly IngestFile.Inspection _inspection = new(DataStart, DataStart + chunks * ChunkBytes, ChunkBytes);
    int _transforms;

    /// <exception cref="InvalidOperationException">A chunk was left out, or transformed once too often.</exception>
    public void VerifyTransforms()
    {
        var expected = chunks + chunks / wrongGuess;
        if (_transforms != expected)
            throw new InvalidOperationException($"{_transforms} transforms of {chunks} chunks, expected were {expected}.");
    }

    /// <summary>Called when the run concludes.</summary>
    public Action Concluded { get; init; } = () => { };

    Task<IngestFile.Inspection> IActivity<IngestFile.Input, IngestFile.Inspection>.RunAsync(IngestFile.Input input, CancellationToken cancellationToken) =>
        Task.FromResult(_inspection);

    Task<ChunkBorders> IActivity<IngestFile.ChunkInput, ChunkBorders>.RunAsync(IngestFile.ChunkInput input, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _transforms);
        var range = ChunkPlan.For(_inspection.DataStart, _inspection.Length, _inspection.ChunkBytes)[input.ChunkIndex];
        var wrong = input.From is null && input.ChunkIndex % wrongGuess == wrongGuess - 1;
        return Task.FromResult(new ChunkBorders(wrong ? range.Start + 7 : range.Start, range.End));
    }

    Task<RowLedger> IActivity<IngestFile.Input, RowLedger>.RunAsync(IngestFile.Input input, CancellationToken cancellationToken) => Task.FromResult(new RowLedger());

    Task<bool> IActivity<IngestFile.Input, bool>.RunAsync(IngestFile.Input input, CancellationToken cancellationToken) => Task.FromResult(true);

    Task<bool> IActivity<IngestFile.Ending, bool>.RunAsync(IngestFile.Ending input, CancellationToken cancellationToken)
    {
        if (input.Problem is { } problem)
            throw new InvalidOperationException(problem.Message);
        Concluded();
        return Task.FromResult(true);
    }
}
