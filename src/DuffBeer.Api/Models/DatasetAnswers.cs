using System.Text.Json.Serialization;
using DuffBeer.Api.OpenApi;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Api.Models;

/// <param name="Sources">Published files.</param>
/// <param name="LatestSourceTime">When the newest of them was written; null if there is none.</param>
public sealed record DatasetListing(
    string Name, string Domain, string Description, string Grain, int Version, int Sources, long Rows, long Rejected,
    DateTime? LatestSourceTime, string Link)
{
    public static DatasetListing Of(DatasetContract contract, DatasetManifest manifest) => new(
        contract.Name, contract.Domain, contract.Description, contract.Grain, contract.Version, manifest.Count,
        manifest.Rows, manifest.Rejected, manifest.LatestSource?.UtcDateTime, $"/api/datasets/{contract.Name}");
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

/// <summary>One published file of a dataset.</summary>
/// <param name="Corrects">The run whose corrected rejects these rows are; null for an ordinary file.</param>
public sealed record DatasetFile(
    string Run, string Source, DateTime SourceTime, DateTime PublishedTime, long Rows, long Rejected, string? Corrects, string Link)
{
    public static DatasetFile Of(ManifestEntry entry) => new(
        entry.RunId, entry.SourceKey, entry.SourceTime.UtcDateTime, entry.PublishedAt.UtcDateTime, entry.Rows, entry.Rejected,
        entry.Corrects, $"/api/runs/{entry.RunId}");
}

/// <param name="NextLink">Omitted on the last page.</param>
public sealed record DatasetFilesAnswer(
    string Dataset, int Total, IReadOnlyList<DatasetFile> Files,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink = null);

/// <param name="Run">The run whose rows these are; null if nothing is published.</param>
/// <param name="Rows">Values as texts, in the order of the columns; null stays null.</param>
public sealed record DatasetSampleAnswer(
    string Dataset, string? Run, IReadOnlyList<ModelColumnAnswer> Columns,
    [property: NullTexts] IReadOnlyList<IReadOnlyList<string?>> Rows)
{
    public static DatasetSampleAnswer Of(string dataset, SampleRows sample) => new(
        dataset, sample.Run,
        [.. sample.Columns.Select(column => new ModelColumnAnswer(column.Name, column.Type.ToString(), column.Description))], sample.Rows);
}

/// <param name="Min">As text; null if all values are null.</param>
public sealed record ColumnProfileAnswer(string Name, string Type, long Nulls, long Distinct, string? Min, string? Max);

/// <param name="Run">The run whose rows were counted; null if nothing is published.</param>
/// <param name="Rows">Rows counted.</param>
/// <param name="IsWhole">False if only the first parts of a large file were counted.</param>
public sealed record DatasetProfileAnswer(
    string Dataset, string? Run, long Rows, bool IsWhole, IReadOnlyList<ColumnProfileAnswer> Columns)
{
    public static DatasetProfileAnswer Of(string dataset, DatasetProfile profile) => new(
        dataset, profile.Run, profile.Rows, profile.IsWhole,
        [
            .. profile.Columns.Select(column => new ColumnProfileAnswer(
                column.Column.Name, column.Column.Type.ToString(), column.Nulls, column.Distinct, column.Min, column.Max)),
        ]);
}
