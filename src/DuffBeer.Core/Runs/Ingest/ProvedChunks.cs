using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>
/// The manifests whose borders meet, from the first data byte to the last; the others are leftovers of wrong guesses.
/// </summary>
static class ProvedChunks
{
    /// <param name="roundOf">The round of a chunk's parts.</param>
    /// <exception cref="TerminalException"><c>LedgerMismatch</c>: they do not tile the file.</exception>
    public static async Task<IReadOnlyList<ChunkManifest>> ReadAsync(
        IObjectStore lake, IngestFile.Input run, FilePlan plan, Func<int, int> roundOf, CancellationToken cancellationToken)
    {
        var proved = new List<ChunkManifest>();
        var at = plan.DataStart;
        foreach (var (index, range) in plan.Chunks().Index())
        {
            if (at >= range.End)
                continue;
            var key = LakeKeys.Chunk(new(run.RunId, run.Attempt, index, at, roundOf(index)));
            var manifest = (await lake.ReadAsync(key, RunJson.Default.ChunkManifest, cancellationToken))?.Value
                ?? throw new TerminalException(
                    ProblemCode.LedgerMismatch, $"Chunk {index} was not read from byte {at}, where the chunk before it ended.");
            proved.Add(manifest);
            at = manifest.Next;
        }

        return plan.Length is not { } length || at == length
            ? proved
            : throw new TerminalException(ProblemCode.LedgerMismatch, $"The chunks end at byte {at} of {length}.");
    }
}
