using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Tells a column whose type has changed at the source from one with some bad cells.</summary>
/// <remarks>
/// A column's type has drifted where more than half of the rows read were rejected for its cell's type. Only the first fault of a row
/// counts, so of several such columns the first is named.
/// </remarks>
static class TypeDrift
{
    /// <summary>A sentence for each column whose type has drifted.</summary>
    public static IEnumerable<string> Of(DatasetContract contract, RowLedger ledger, IEnumerable<ChunkManifest> manifests) =>
        from column in TypeErrors.Sum(manifests.SelectMany(manifest => manifest.TypeErrors))
        where column.Rows > ledger.RowsRead / 2
        let type = contract.Columns.First(candidate => candidate.Name == column.Column).Type
        select $"The type of {column.Column} has changed: in {column.Rows} of {ledger.RowsRead} rows it is not {type}, but such as {string.Join(", ", column.Values.Select(value => $"'{value}'"))}.";
}
