using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Embedded.Orchestration;

namespace DuffBeer.Local.Embedding;

/// <summary>Says in plain lines what a person should know of a run: that it resumes, what is not done again, what is tried again.</summary>
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
                    notice($"Run {value.RunId} resumes: {_replayedChunks} chunks were done before and are not done again.");
                    _replayedChunks = 0;
                    break;
                case CallRetried retried:
                    notice($"{retried.Call} failed ({retried.Failure.Message}); try {retried.Attempt + 1} follows in {retried.Wait.TotalSeconds:0.0} s.");
                    break;
            }
        }
    }
}
