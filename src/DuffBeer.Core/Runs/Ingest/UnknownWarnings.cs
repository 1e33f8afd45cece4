using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows.Blocks;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>
/// Warnings for values outside the contract's known ones: per column as many as one chunk reports, however many chunks there are.
/// </summary>
static class UnknownWarnings
{
    public static IEnumerable<string> Of(DatasetContract contract, IReadOnlyList<ChunkManifest> manifests)
    {
        var columns = manifests.SelectMany(manifest => manifest.UnknownValues).GroupBy(column => column.Key, column => column.Value);
        foreach (var column in columns.OrderBy(column => column.Key, StringComparer.Ordinal))
        {
            var known = string.Join(", ", contract.Columns.First(candidate => candidate.Name == column.Key).Known);
            // A chunk reports a limited number of values, so it may have left out rows of any value that it does not report.
            var full = column.Where(values => values.Count >= UnknownValues.MaxValues).ToList();
            var rows = column.SelectMany(values => values)
                .GroupBy(value => value.Key, value => value.Value, StringComparer.Ordinal)
                .ToDictionary(value => value.Key, value => value.Sum());
            foreach (var (value, count) in rows.OrderByDescending(value => value.Value).ThenBy(value => value.Key, StringComparer.Ordinal)
                .Take(UnknownValues.MaxValues).OrderBy(value => value.Key, StringComparer.Ordinal))
            {
                var atLeast = full.Any(values => !values.ContainsKey(value)) ? "At least " : "";
                var (have, are) = count == 1 ? ("row has", "It is") : ("rows have", "They are");
                yield return
                    $"{atLeast}{count} {have} '{value}' in {column.Key}, which is none of the known values ({known}). {are} accepted.";
            }

            if (full.Count > 0 || rows.Count > UnknownValues.MaxValues)
                yield return $"There may be more unknown values in {column.Key}.";
        }
    }
}
