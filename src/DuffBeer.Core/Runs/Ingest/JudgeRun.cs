using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Keys;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Proves from the chunk manifests alone that no row was lost, and checks the rejects against the contract's budget.</summary>
/// <remarks>Writes the attempt's result even if the budget is exceeded, so that the rejects stay readable.</remarks>
public sealed class JudgeRun(
    IObjectStore lake,
    RunRecords runs,
    PartCleanup attempts,
    DatasetCatalog datasets,
    IngestSettings settings,
    IOpenTables tables,
    TimeProvider time)
    : IActivity<IngestFile.Input, RowLedger>
{
    readonly DatasetManifests _manifests = new(lake);

    public async Task<RowLedger> RunAsync(IngestFile.Input input, CancellationToken cancellationToken)
    {
        var found = await runs.UnderWayAsync(input.RunId, input.Attempt, cancellationToken);
        var record = found.Value;
        var contract = datasets.Find(record.Dataset, record.ContractVersion)!;
        var plan = (await lake.ReadAsync(LakeKeys.Plan(input.RunId, input.Attempt), RunJson.Default.FilePlan, cancellationToken))!.Value;
        var repeats = await KeyRepeats.ReadAsync(lake, input.RunId, input.Attempt, input.Round, cancellationToken);
        var again = (repeats?.Chunks ?? []).Select(chunk => chunk.Index).ToHashSet();
        var manifests = await ProvedChunks.ReadAsync(
            lake, input, plan, chunk => again.Contains(chunk) ? repeats!.Transformed : 0, cancellationToken);

        var files = await tables.ListAsync(
            record.Dataset, input.RunId, input.Attempt, [.. manifests.SelectMany(manifest => manifest.Parts)], cancellationToken);
        var result = Verdict.Compose(input, contract, plan, manifests, repeats, record.Erased?.Rows ?? 0) with { Files = files };
        result = result with { Receipt = RunReceipt.Of(record, plan, result, manifests) };
        await WriteAsync(result, cancellationToken);
        await runs.UpdateAsync(
            input.RunId,
            new RowsJudged(input.Attempt, result.Ledger, result.Warnings, result.Receipt?.Root),
            cancellationToken,
            found);

        Verdict.Hold(contract, result, manifests, settings);
        if (record.Corrects is { } original)
            await HoldAsync(result.Ledger, record, original, cancellationToken);
        var proved = manifests.Select(
            manifest => LakeKeys.Chunk(new(
                input.RunId, input.Attempt, manifest.Index, manifest.First,
                again.Contains(manifest.Index) ? repeats!.Transformed : 0))).ToHashSet(StringComparer.Ordinal);
        await attempts.DeleteLeftOversAsync(result, proved, cancellationToken);
        await runs.UpdateAsync(input.RunId, new PublicationApproved(input.Attempt), cancellationToken);
        return result.Ledger;
    }

    /// <summary>Never replaces the result of a later round, which may be published already.</summary>
    async Task WriteAsync(RunResult result, CancellationToken cancellationToken)
    {
        var key = LakeKeys.Result(result.RunId, result.Attempt);
        if (result.Round == 0)
            await lake.WriteAsync(key, result, RunJson.Default.RunResult, WriteCondition.None, cancellationToken);
        else
        {
            await lake.UpdateAsync(
                key,
                RunJson.Default.RunResult,
                found => found is not null && found.Round > result.Round
                    ? throw new TerminalException(
                        ProblemCode.Conflict, $"Attempt {result.Attempt} of run {result.RunId} was judged again since.")
                    : result,
                time,
                cancellationToken);
        }
    }

    /// <summary>
    /// A correction with more rows than were rejected would duplicate accepted rows. The published counts decide: the original may be
    /// running again, and then its record has no counts yet.
    /// </summary>
    async Task HoldAsync(RowLedger corrected, RunRecord record, string original, CancellationToken cancellationToken)
    {
        var runs = await _manifests.ReadAsync(record.Dataset, record.Source.Key, cancellationToken);
        // If the original is no longer published, its correction is not published either.
        if (runs.Find(original) is { } published && corrected.Present > published.Rejected)
        {
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"The file has {corrected.Present} rows, but run {original} rejected {published.Rejected}. Submit only rejected rows; " +
                $"'duffbeer rejects {original} --format csv' prints them.");
        }
    }
}
