using System.Text.Json.Serialization;
using DuffBeer.Api.Models;
using DuffBeer.Core.Models.UnitTests;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Verify;
using DuffBeer.Definitions.Yaml.Odcs;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

// --json output where the API has no such answer. Everything else is printed in the API's own types.

/// <param name="Files">The contracts that were written.</param>
/// <param name="Notes">What became of each line of the imported file.</param>
sealed record ImportAnswer(IReadOnlyList<string> Files, IReadOnlyList<ImportNote> Notes);

sealed record DocsAnswer(string Folder, int Pages);

sealed record CheckAnswer(bool Ok, IReadOnlyDictionary<string, int> Checked, IReadOnlyList<DefinitionFault> Faults)
{
    /// <summary>Null unless the stores were checked.</summary>
    public IReadOnlyList<StoreReport>? Stores { get; init; }
}

/// <param name="Ok">All tests passed.</param>
sealed record TestAnswer(bool Ok, IReadOnlyList<TestedModel> Tests);

sealed record TestedModel(string File, string Model, bool Ok, double Seconds, IReadOnlyList<TestDifference> Differences)
{
    public static TestedModel Of(ModelTestResult result) =>
        new(result.Test.File, result.Test.Model, result.Passed, Math.Round(result.Seconds, 3), result.Differences);
}

/// <param name="Snapshot">What readers see; null before the first refresh.</param>
/// <param name="Unwanted">Keys in landing that belong to no dataset; at most 100.</param>
/// <param name="Definitions">The user's folders of definitions.</param>
sealed record StatusAnswer(
    string Home, IReadOnlyList<AreaSize> Areas, IReadOnlyList<DatasetListing> Datasets, SnapshotListing? Snapshot,
    IReadOnlyList<string> Unwanted, IReadOnlyList<string> Definitions);

sealed record GenerateAnswer(string Dataset, string File, long Rows, long Bytes, double Seconds);

/// <param name="Moved">Tables that were written for another place of the lake.</param>
sealed record CatalogAnswer(IReadOnlyList<MovedDataset> Moved);

/// <param name="From">Location of its table before.</param>
sealed record MovedDataset(string Dataset, string From);

/// <param name="Tables">Snapshots that Iceberg tables would forget.</param>
sealed record MaintenanceDraftAnswer(
    long Objects, long Bytes, IReadOnlyList<TableExpiry> Tables, IReadOnlyList<Deletion> Deletions, IReadOnlyList<PlannedMerge> Merges);

/// <param name="Ok">Nothing is wrong.</param>
/// <param name="Unreceipted">The first of the runs and snapshots without receipt.</param>
sealed record VerifyAnswer(
    bool Ok, long Runs, long Snapshots, long Documents, long Files, long Bytes, long WithoutReceipt,
    IReadOnlyList<string> Unreceipted, long SourcesGone, long SourcesReplaced, IReadOnlyList<Finding> Findings)
{
    public static VerifyAnswer Of(VerifyResult result, bool isStrict) => new(
        result.IsGood(isStrict), result.Runs, result.Snapshots, result.Documents, result.Files, result.Bytes, result.WithoutReceipt,
        result.Unreceipted, result.SourcesGone, result.SourcesReplaced, result.Findings);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CheckAnswer))]
[JsonSerializable(typeof(DocsAnswer))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(TestAnswer))]
[JsonSerializable(typeof(VerifyAnswer))]
[JsonSerializable(typeof(UsedDefinitions))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(GenerateAnswer))]
[JsonSerializable(typeof(CatalogAnswer))]
[JsonSerializable(typeof(MaintenanceDraftAnswer))]
sealed partial class CommandJson : JsonSerializerContext;
