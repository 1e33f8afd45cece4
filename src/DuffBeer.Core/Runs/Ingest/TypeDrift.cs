using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Distinguishes a column whose type has changed at the source from one with a few bad cells.</summary>
/// <remarks>
/// A column's type has drifted if more than half of the rows read were rejected because of its cell's type. Only the first fault of a row
/// counts, so only the first of several drifted columns is named.
/// </remarks>
static class TypeDrift
{
    /// <summary>One sentence per column whose type has drifted.</summary>
    public static IEnumerable<string> Of(DatasetContract contract, RowLedger ledger, IEnumerable<ChunkManifest> manifests) =>
        from column in TypeErrors.Sum(manifests.SelectMany(manifest => manifest.TypeErrors))
        where column.Rows > ledger.RowsRead / 2
        let type = contract.Columns.First(candidate => candidate.Name == column.Column).Type
        let examples = string.Join(", ", column.Values.Select(value => $"'{value}'"))
        select $"The type of {column.Column} has changed: in {column.Rows} of {ledger.RowsRead} rows it is not {type}, " +
            $"for example {examples}.";
}
