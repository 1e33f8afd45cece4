using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Keys;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>What the chunks of an attempt add up to, and whether the contract lets it be published.</summary>
static class Verdict
{
    /// <param name="erased">Rows that were erased from the file before.</param>
    public static RunResult Compose(
        IngestFile.Input input, DatasetContract contract, FilePlan plan, IReadOnlyList<ChunkManifest> manifests, KeyRepeats? repeats,
        long erased)
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
        ledger = ledger with { RowsRead = ledger.RowsRead + erased, Erased = erased };
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

    /// <exception cref="TerminalException">
    /// <c>LedgerMismatch</c>, <c>TooManyPartitions</c>, <c>TypeDrift</c> or <c>RejectBudgetExceeded</c>.
    /// </exception>
    public static void Hold(
        DatasetContract contract, RunResult result, IReadOnlyList<ChunkManifest> manifests, IngestSettings settings)
    {
        var ledger = result.Ledger;
        if (!ledger.AddsUp
            || result.Parts.Sum(part => part.Rows) != ledger.Accepted
            || result.Rejects.Sum(part => part.Rows) != ledger.Rejected)
        {
            throw new TerminalException(
                ProblemCode.LedgerMismatch,
                $"Rows do not add up: {ledger.RowsRead} read, {ledger.Accepted} accepted, {ledger.Rejected} rejected, " +
                $"{ledger.Erased} erased; " +
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

        // Erased rows still count: what was published before must not fail because good rows are gone.
        var budget = contract.RejectBudget.For(ledger.RowsRead);
        if (ledger.Rejected > budget || (ledger.Accepted + ledger.Erased == 0 && ledger.RowsRead > 0))
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
