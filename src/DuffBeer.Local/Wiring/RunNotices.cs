using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Embedded.Orchestration;

namespace DuffBeer.Local.Wiring;

/// <summary>Tells the user when a run resumes, what it skips and what it retries.</summary>
sealed class RunNotices(Action<string> notice) : IProgress<RunEvent>
{
    readonly Lock _lock = new();
    int _replayedChunks;

    public void Report(RunEvent value)
    {
        lock (_lock)
        {
            switch (value)
            {
                case CallSettled { Replayed: true } settled when settled.Call == IngestFile.Transform.Value:
                    _replayedChunks++;
                    break;
                case CallBegan when _replayedChunks > 0:
                    notice($"Run {value.RunId} resumes: {_replayedChunks} completed chunks are not repeated.");
                    _replayedChunks = 0;
                    break;
                case CallRetried retried:
                    notice(
                        $"{retried.Call} failed ({retried.Failure.Message}); attempt {retried.Attempt + 1} starts in "
                            + $"{retried.Wait.TotalSeconds:0.0} s.");
                    break;
            }
        }
    }
}
