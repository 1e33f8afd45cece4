using DuffBeer.Core.Contracts;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Api.Models;

/// <param name="Sources">Published files.</param>
/// <param name="LatestSourceTime">When the newest of them was written; null if there is none.</param>
public sealed record DatasetListing(
    string Name, string Domain, string Description, string Grain, int Version, int Sources, long Rows, long Rejected,
    DateTime? LatestSourceTime, string Link)
{
    public static DatasetListing Of(DatasetContract contract, DatasetManifest manifest) => new(
        contract.Name, contract.Domain, contract.Description, contract.Grain, contract.Version, manifest.Runs.Count,
        manifest.Runs.Sum(run => run.Rows),
        manifest.Runs.Sum(run => run.Rejected), manifest.Runs.Count == 0
            ? null
            : manifest.Runs.Max(run => run.SourceTime).UtcDateTime, $"/api/datasets/{contract.Name}");
}

public sealed record DatasetsAnswer(IReadOnlyList<DatasetListing> Datasets);

/// <param name="OneOf">The only accepted values; empty for any.</param>
/// <param name="Known">Values without a warning; empty for any.</param>
public sealed record SourceColumn(
    string Name, string Type, string? SourceName, IReadOnlyList<string> Aliases, bool Required, bool Key, decimal? Min, decimal? Max,
    IReadOnlyList<string> OneOf, IReadOnlyList<string> Known, string Description)
{
    public static SourceColumn Of(Column column) => new(
        column.Name, column.Type.ToString(), column.SourceName, column.Aliases, column.Required, column.Key,
        Bound(column, column.Range?.Min), Bound(column, column.Range?.Max), column.OneOf, column.Known, column.Description);

    // A decimal's bounds are kept unscaled.
    static decimal? Bound(Column column, decimal? bound) =>
        column.Type.Kind == TypeKind.Decimal ? bound / LogicalType.PowersOfTen[column.Type.Scale] : bound;
}

/// <param name="Is">The expression that computes it.</param>
public sealed record ComputedColumn(string Name, string Type, string Is, string? Replaces, string Description);

public sealed record BudgetAnswer(double Fraction, long Rows);

/// <summary>A dataset's contract and its published runs.</summary>
/// <param name="OnDuplicateKey">What becomes of rows whose key occurs again.</param>
/// <param name="ReadBy">Models that read it.</param>
public sealed record DatasetDetail(
    DatasetListing Dataset, string Prefix, string Pattern, IReadOnlyList<SourceColumn> Columns, IReadOnlyList<ComputedColumn> Derived,
    IReadOnlyList<string> PartitionBy, BudgetAnswer RejectBudget, Reupload OnReupload, DuplicateKeys OnDuplicateKey,
    IReadOnlyList<string> ReadBy)
{
    public static DatasetDetail Of(DatasetContract contract, DatasetManifest manifest, IEnumerable<string> readBy) => new(
        DatasetListing.Of(contract, manifest), contract.Source.Prefix, contract.Source.Pattern,
        [.. contract.Columns.Select(SourceColumn.Of)],
        [
            .. contract.Derived.Select(
                column => new ComputedColumn(column.Name, column.Type.ToString(), column.Is.Text, column.Replaces, column.Description))
        ],
        contract.PartitionBy, new(contract.RejectBudget.Fraction, contract.RejectBudget.Rows), contract.OnReupload,
        contract.OnDuplicateKey, [.. readBy]);
}
