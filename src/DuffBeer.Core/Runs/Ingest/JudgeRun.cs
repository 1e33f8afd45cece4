using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows.Rejects;
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
        var result = Compose(input, contract, plan, manifests, repeats) with { Files = files };
        result = result with { Receipt = RunReceipt.Of(record, plan, result, manifests) };
        await WriteAsync(result, cancellationToken);
        await runs.UpdateAsync(
            input.RunId,
            new RowsJudged(input.Attempt, result.Ledger, result.Warnings, result.Receipt?.Root),
            cancellationToken,
            found);

        Hold(contract, result, manifests);
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

    static RunResult Compose(
        IngestFile.Input input, DatasetContract contract, FilePlan plan, IReadOnlyList<ChunkManifest> manifests, KeyRepeats? repeats)
    {
        var rejects = new List<RejectsPart>();
        var rowsBefore = 0L;
        foreach (var manifest in manifests)
        {
            if (manifest.Rejects is { } part)
                rejects.Add(new(part.Key, part.Rows, rowsBefore) { Digest = part.Digest });
            rowsBefore += manifest.Ledger.RowsRead;
        }

        var ledger = RowLedger.Sum(manifests.Select(manifest => manifest.Ledger));
        if (repeats is not null && contract.OnDuplicateKey == DuplicateKeys.Latest)
            ledger = ledger with { RepeatedKeys = repeats.InFile + repeats.Published };
        var end = manifests.Count == 0 ? plan.DataStart : manifests[^1].Next;
        return new(
            input.RunId, input.Attempt, ledger, end,
            [.. manifests.SelectMany(manifest => manifest.Parts).Select(part => part with { Columns = null })], rejects,
            [.. plan.Warnings, .. Warnings(contract, ledger, manifests), .. KeyWarnings.Of(contract, repeats)],
            repeats is null ? null : [.. manifests.SelectMany(manifest => manifest.Keys ?? [])], input.Round);
    }

    static IEnumerable<string> Warnings(DatasetContract contract, RowLedger ledger, IReadOnlyList<ChunkManifest> manifests)
    {
        if (ledger.RowsRead == 0)
            yield return "The file has no rows. Rows published earlier under its key stay as they are.";

        if (ledger.RejectsByCode.GetValueOrDefault(RejectCode.EncodingError) is > 1 and var damaged && contract.Dialect.Encoding is null)
            yield return
                $"{damaged} rows are not UTF-8, which the contract expects. If the file is in windows-1252, say so in the contract's " +
                "dialect, or set its encoding to auto.";

        foreach (var warning in UnknownWarnings.Of(contract, manifests))
            yield return warning;

        if (contract.Drift.Type != DriftAction.Warn)
            yield break;
        foreach (var drift in TypeDrift.Of(contract, ledger, manifests))
            yield return drift;
    }

    /// <summary>
    /// A correction with more rows than were rejected would duplicate accepted rows. The published counts decide: the original may be
    /// running again, and then its record has no counts yet.
    /// </summary>
    async Task HoldAsync(RowLedger corrected, RunRecord record, string original, CancellationToken cancellationToken)
    {
        var runs = await _manifests.ReadAsync(record.Dataset, record.Source.Key, cancellationToken);
        // If the original is no longer published, its correction is not published either.
        if (runs.Find(original) is { } published && corrected.RowsRead > published.Rejected)
        {
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"The file has {corrected.RowsRead} rows, but run {original} rejected {published.Rejected}. Submit only rejected rows; " +
                $"'duffbeer rejects {original} --format csv' prints them.");
        }
    }

    void Hold(DatasetContract contract, RunResult result, IReadOnlyList<ChunkManifest> manifests)
    {
        var ledger = result.Ledger;
        if (!ledger.AddsUp
            || result.Parts.Sum(part => part.Rows) != ledger.Accepted
            || result.Rejects.Sum(part => part.Rows) != ledger.Rejected)
        {
            throw new TerminalException(
                ProblemCode.LedgerMismatch,
                $"Rows do not add up: {ledger.RowsRead} read, {ledger.Accepted} accepted, {ledger.Rejected} rejected; " +
                $"{result.Parts.Sum(part => part.Rows)} in parts, {result.Rejects.Sum(part => part.Rows)} in rejects.");
        }

        var partitions = result.Parts.Select(part => part.Partition).Distinct().Count();
        if (partitions > settings.MaxPartitionsOf(contract))
        {
            throw new TerminalException(
                ProblemCode.TooManyPartitions,
                $"The file has {partitions} partitions by {string.Join(", ", contract.PartitionBy)}; at most " +
                $"{settings.MaxPartitionsOf(contract)} are allowed. The contract's maxPartitions sets the limit.");
        }

        if (contract.Drift.Type == DriftAction.Fail && TypeDrift.Of(contract, ledger, manifests).FirstOrDefault() is { } drift)
            throw new TerminalException(
                ProblemCode.TypeDrift,
                $"{contract.Name}: {drift} The contract's drift policy forbids it; correct the source, or give the contract a new " +
                "version.");

        var budget = contract.RejectBudget.For(ledger.RowsRead);
        if (ledger.Rejected > budget || (ledger.Accepted == 0 && ledger.RowsRead > 0))
        {
            var codes = string.Join(
                ", ", ledger.RejectsByCode.OrderByDescending(code => code.Value).Select(code => $"{code.Key} {code.Value}"));
            throw new TerminalException(
                ProblemCode.RejectBudgetExceeded,
                $"{ledger.Rejected} of {ledger.RowsRead} rows were rejected ({codes}); the budget of {contract.Name} is {budget}" +
                (ledger.Accepted == 0 ? ", and not one row was accepted. " : ". ") +
                $"Nothing was published. 'duffbeer rejects {result.RunId}' shows them.");
        }
    }
}
