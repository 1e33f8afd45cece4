using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs;

/// <summary>Begins the run that puts corrected rejects of another run in: a run of its own beside the original's rows, never in their place.</summary>
/// <remarks>
/// Its source has the original's time and a key right behind the original's, so that of an order that comes again newer files win as they did before.
/// All corrections of a run have one key: the later file takes the earlier one's place. They leave when the original is retired, replaced, or run again
/// with other counts: its rows may be in the new rows then.
/// </remarks>
public sealed class CorrectRun(IObjectStore lake, RunRecords runs, StartRun starts, DatasetCatalog datasets)
{
    /// <summary>The key of a run's corrected rows. No contract's pattern wants it: nothing but a correction reads it.</summary>
    public static string KeyOf(RunRecord original) => original.Source.Key + "~corrected";

    /// <summary>The run whose rejects may be corrected.</summary>
    /// <exception cref="TerminalException"><c>NotFound</c>, or <c>Conflict</c> where its rows are not published or none was rejected.</exception>
    public async Task<RunRecord> OriginalAsync(string id, CancellationToken cancellationToken)
    {
        var run = await runs.GetAsync(id, cancellationToken);
        if (run.Corrects is { } original)
            throw new TerminalException(ProblemCode.Conflict, $"Run {id} holds corrected rows itself. Correct its rows and those it holds together, as a correction of {original}.");
        if (run.Ledger is not { Rejected: > 0 })
            throw new TerminalException(ProblemCode.Conflict, $"Run {id} has no rejected rows.");
        var manifest = (await lake.ReadAsync(LakeKeys.Dataset(run.Dataset), RunJson.Default.DatasetManifest, cancellationToken))?.Value;
        return manifest?.Has(run) == true
            ? run
            : throw new TerminalException(ProblemCode.Conflict, $"The rows of run {id} are not published ({run.Status}): correct the file itself and ingest it again.");
    }

    /// <param name="corrected">The object with the corrected rows, under <see cref="KeyOf"/>.</param>
    public Task<RunStart> StartAsync(RunRecord original, string bucket, ObjectStat corrected, CancellationToken cancellationToken)
    {
        var contract = datasets.FindAt(original.Dataset, original.Source.Time)
            ?? throw new TerminalException(ProblemCode.UnknownDataset, $"Run {original.Id} is of the dataset {original.Dataset}, for which there is no contract now.");
        var order = corrected.LastModified.UtcTicks.ToString("X16", CultureInfo.InvariantCulture);
        return starts.ForAsync(contract, bucket, corrected with { LastModified = original.Source.Time }, cancellationToken, order, original.Id);
    }
}
