using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Views;

/// <summary>The states of a run's chunks as a text, one character per chunk: see <see cref="RunProgress.ChunkStates"/>.</summary>
static class ChunkStates
{
    const int MostShown = 10_000;

    /// <param name="done">Chunk of each manifest.</param>
    public static string Of(int chunks, IEnumerable<int> done, IEnumerable<int> atWork, char otherwise = '.')
    {
        if (chunks > MostShown)
            return "";
        var states = new char[chunks];
        Array.Fill(states, otherwise);
        var seen = new bool[chunks];
        foreach (var index in done.Where(index => index < chunks))
            (states[index], seen[index]) = (seen[index] ? 'r' : 'd', true);
        foreach (var index in atWork.Where(index => index < chunks))
            states[index] = 'w';
        return new(states);
    }

    /// <summary>Of an attempt whose chunks are all done. One in which no record begins has no manifest.</summary>
    public static async Task<string> OfJudgedAsync(IObjectStore lake, RunRecord run, CancellationToken cancellationToken) =>
        run.Chunks > MostShown
            ? ""
            : Of(
                run.Chunks,
                await lake.ListAsync(LakeKeys.Chunks(run.Id, run.Attempt), cancellationToken)
                    .Select(stat => LakeKeys.ChunkOf(stat.Key))
                    .ToListAsync(cancellationToken),
                [],
                otherwise: 'd');
}
