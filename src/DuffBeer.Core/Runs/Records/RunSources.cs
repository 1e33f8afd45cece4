using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>Opens the source of a run: a file in landing, or corrected rows in the lake.</summary>
static class RunSources
{
    /// <summary>Opens exactly the run's version; the bytes read are charged to the current activity.</summary>
    public static async Task<IByteSource> OpenSourceAsync(this Stores stores, RunRecord run, CancellationToken cancellationToken) =>
        new MeteredSource(await OpenAsync(stores, run, cancellationToken));

    static async Task<IByteSource> OpenAsync(Stores stores, RunRecord run, CancellationToken cancellationToken)
    {
        if (run.Corrects is not { } original)
            return await stores.Landing.OpenAsync(run.Source.ToStat(), cancellationToken);

        var key = LakeKeys.Correction(original, run.Source.Version);
        var kept = await stores.Lake.StatAsync(key, cancellationToken)
            ?? throw new TerminalException(
                ProblemCode.SourceMissing, $"The corrected rows of run {original} are missing: {key}. Submit them again.");
        // The key has a hash of the rows, so whatever ETag the store gives it now, they are the run's.
        return await stores.Lake.OpenAsync(kept, cancellationToken);
    }
}
