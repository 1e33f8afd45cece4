using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>Adds to manifest entries of older versions what their results say about parts, when they are written again.</summary>
sealed class EntryParts(IObjectStore lake)
{
    const int ReadsAtATime = 16;

    readonly ResultParts _results = new(lake);

    /// <summary>The set with the parts of each run; the same instance if none was missing.</summary>
    /// <remarks>An entry whose result is gone stays as it is.</remarks>
    public async Task<RunSet> CompleteAsync(RunSet set, CancellationToken cancellationToken)
    {
        if (set.Runs.All(run => run.PartCount is not null))
            return set;
        var runs = set.Runs.ToArray();
        var reading = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            runs.Index().Where(entry => entry.Item.PartCount is null).ToList(),
            reading,
            async (entry, running) =>
            {
                var (index, run) = entry;
                runs[index] = await _results.FindAsync(run.RunId, run.Attempt, running) is { } parts ? run.With(parts) : run;
            });
        return set with { Runs = runs };
    }
}
