using System.Globalization;
using System.Security.Cryptography;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Rejects;

namespace DuffBeer.Core.Runs.Intake;

/// <summary>Starts the run that adds corrected rejects of another run: a separate run that never replaces the original's rows.</summary>
/// <remarks>
/// Its source has the original's time and a key that sorts directly after the original's. So newer files supersede its orders just as they
/// do the original's. All corrections of a run share one key: a later file replaces an earlier one. They are removed when the original is
/// retired, replaced, or run again with other counts, because the new rows may then contain them.
/// </remarks>
public sealed class RunCorrections(IObjectStore lake, RunRecords runs, RunStarts starts, DatasetCatalog datasets, TimeProvider time)
{
    readonly DatasetManifests _manifests = new(lake);

    /// <summary>
    /// Source key of a run's corrected rows in the dataset's manifest; the rows are stored at <see cref="LakeKeys.Correction"/>.
    /// </summary>
    public static string KeyOf(RunRecord original) => RunTree.CorrectionOf(original.Source.Key);

    /// <summary>Finds the run and checks that its rejects can be corrected.</summary>
    /// <exception cref="TerminalException">
    /// <c>NotFound</c>, or <c>Conflict</c> if its rows are not published or none was rejected.
    /// </exception>
    public async Task<RunRecord> OriginalAsync(string id, CancellationToken cancellationToken)
    {
        var run = await runs.GetAsync(id, cancellationToken);
        if (run.Corrects is { } original)
            throw new TerminalException(
                ProblemCode.Conflict,
                $"Run {id} contains corrected rows itself. Submit all corrected rows together, as one correction of {original}.");
        if (run.Ledger is not { Rejected: > 0 })
            throw new TerminalException(ProblemCode.Conflict, $"Run {id} has no rejected rows.");
        return (await _manifests.ReadAsync(run.Dataset, run.Source.Key, cancellationToken)).Has(run)
            ? run
            : throw new TerminalException(
                ProblemCode.Conflict,
                $"The rows of run {id} are not published ({run.Status}): correct the file itself and ingest it again.");
    }

    /// <summary>
    /// Stores the rows in the lake, so that their run can be resumed and replayed like any other, and finds or creates that run: the same
    /// rows always give the same run.
    /// </summary>
    /// <param name="csv">Input of <see cref="CorrectedRows.Of"/>.</param>
    public async Task<RunStart> StartAsync(RunRecord original, string bucket, byte[] csv, CancellationToken cancellationToken)
    {
        var contract = datasets.FindAt(original.Dataset, original.Source.Time)
            ?? throw new TerminalException(
                ProblemCode.UnknownDataset, $"Run {original.Id} belongs to dataset {original.Dataset}, which no longer has a contract.");
        var corrected = CorrectedRows.Of(csv, contract);
        var version = VersionOf(Convert.ToHexStringLower(SHA256.HashData(corrected)));
        var kept = await KeepAsync(LakeKeys.Correction(original.Id, version), corrected, cancellationToken);
        var source = new ObjectStat(KeyOf(original), kept.Size, kept.ETag, original.Source.Time, version);
        // If the clock stands still, or two files arrive within one tick, the store's own time decides.
        var order = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().UtcTicks:X16}{kept.LastModified.UtcTicks:X16}");
        return await starts.ForAsync(contract, bucket, source, cancellationToken, order, original.Id);
    }

    /// <param name="hash">SHA-256 of the rows.</param>
    internal static string VersionOf(string hash) => hash[..16];

    async Task<ObjectStat> KeepAsync(string key, byte[] rows, CancellationToken cancellationToken)
    {
        if (await lake.StatAsync(key, cancellationToken) is { } there)
            return there;
        await using var upload = await lake.CreateAsync(key, WriteCondition.IfAbsent, cancellationToken);
        await upload.Body.WriteAsync(rows, cancellationToken);
        return await upload.CommitAsync(cancellationToken)
            ?? await lake.StatAsync(key, cancellationToken)
            ?? throw new TransientException(
                ProblemCode.StoreUnavailable, $"{key} was written by another request but is missing. Try again.");
    }
}
