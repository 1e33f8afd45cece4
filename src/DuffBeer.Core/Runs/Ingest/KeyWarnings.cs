using DuffBeer.Core.Contracts;
using DuffBeer.Core.Runs.Keys;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>What a run's warnings say of keys that occur again.</summary>
static class KeyWarnings
{
    /// <param name="repeats">Null if keys were not compared.</param>
    public static IEnumerable<string> Of(DatasetContract contract, KeyRepeats? repeats)
    {
        if (repeats is null)
            yield break;
        if (repeats.InFile + repeats.Published > 0)
        {
            var key = string.Join(", ", contract.Columns.Where(column => column.Key).Select(column => column.Name));
            var policy = contract.OnDuplicateKey == DuplicateKeys.Reject
                ? "they are rejected (onDuplicateKey: reject)"
                : "models read only the latest row of a key (onDuplicateKey: latest)";
            yield return FormattableString.Invariant(
                $"Rows whose key ({key}) is not new: {repeats.InFile} repeat an earlier row of the file, {repeats.Published} ") +
                $"a published row; {policy}.";
        }

        if (repeats.Unknown > 0)
            yield return FormattableString.Invariant(
                $"The keys of {repeats.Unknown} published runs are not recorded, because the contract allowed repeated keys then; ") +
                "this run's keys were not compared with theirs. Replay those runs to record them.";
    }
}
