using System.Globalization;
using System.Security.Cryptography;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Rejects;

namespace DuffBeer.Core.Runs.Intake;

/// <summary>Begins the run that puts corrected rejects of another run in: a run of its own beside the original's rows, never in their place.</summary>
/// <remarks>
/// Its source has the original's time and a key right behind the original's, so that of an order that comes again newer files win as they did before.
/// All corrections of a run have one key: the later file takes the earlier one's place. They leave when the original is retired, replaced, or run again
/// with other counts: its rows may be in the new rows then.
/// </remarks>
public sealed class RunCorrections(IObjectStore lake, RunRecords runs, RunStarts starts, DatasetCatalog datasets, TimeProvider time)
{
    /// <summary>Under which key the dataset's manifest knows a run's corrected rows; they lie at <see cref="LakeKeys.Correction"/>.</summary>
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

    /// <summary>Keeps the rows in the lake, so that their run can be resumed and replayed like any other, and finds or begins it: the same rows are the same run.</summary>
    /// <param name="csv">What <see cref="CorrectedRows.Of"/> takes.</param>
    public async Task<RunStart> StartAsync(RunRecord original, string bucket, byte[] csv, CancellationToken cancellationToken)
    {
        var contract = datasets.FindAt(original.Dataset, original.Source.Time)
            ?? throw new TerminalException(ProblemCode.UnknownDataset, $"Run {original.Id} is of the dataset {original.Dataset}, for which there is no contract now.");
        var corrected = CorrectedRows.Of(csv, contract);
        var version = Convert.ToHexStringLower(SHA256.HashData(corrected))[..16];
        var kept = await KeepAsync(LakeKeys.Correction(original.Id, version), corrected, cancellationToken);
        var source = new ObjectStat(KeyOf(original), kept.Size, kept.ETag, original.Source.Time, version);
        // Where the clock stands still, or two files come within one of its ticks, the store's own time decides.
        var order = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().UtcTicks:X16}{kept.LastModified.UtcTicks:X16}");
        return await starts.ForAsync(contract, bucket, source, cancellationToken, order, original.Id);
    }

    async Task<ObjectStat> KeepAsync(string key, byte[] rows, CancellationToken cancellationToken)
    {
        if (await lake.StatAsync(key, cancellationToken) is { } there)
            return there;
        await using var upload = await lake.CreateAsync(key, WriteCondition.IfAbsent, cancellationToken);
        await upload.Body.WriteAsync(rows, cancellationToken);
        return await upload.CommitAsync(cancellationToken)
            ?? await lake.StatAsync(key, cancellationToken)
            ?? throw new TransientException(ProblemCode.StoreUnavailable, $"{key} was written by somebody else and is not there. Try again.");
    }
}
