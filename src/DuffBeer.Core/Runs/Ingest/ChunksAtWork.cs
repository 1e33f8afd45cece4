using System.Collections.Concurrent;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>The chunks that this process is transforming now, for progress only. Other hosts' chunks are not among them.</summary>
public sealed class ChunksAtWork
{
    readonly ConcurrentDictionary<IngestFile.ChunkInput, int> _chunks = new();

    /// <summary>Indexes of the attempt's chunks.</summary>
    public IEnumerable<int> Of(string run, int attempt) =>
        _chunks.Keys.Where(chunk => chunk.RunId == run && chunk.Attempt == attempt).Select(chunk => chunk.ChunkIndex);

    /// <summary>Marks a chunk until the result is disposed.</summary>
    internal IDisposable Begin(IngestFile.ChunkInput chunk)
    {
        // A late copy of the same call may be at work too.
        _chunks.AddOrUpdate(chunk, 1, (_, copies) => copies + 1);
        return new Mark(this, chunk);
    }

    void End(IngestFile.ChunkInput chunk)
    {
        if (_chunks.AddOrUpdate(chunk, 0, (_, copies) => copies - 1) <= 0)
            _chunks.TryRemove(new(chunk, 0));
    }

    sealed class Mark(ChunksAtWork chunks, IngestFile.ChunkInput chunk) : IDisposable
    {
        public void Dispose() => chunks.End(chunk);
    }
}
