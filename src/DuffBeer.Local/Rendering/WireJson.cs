using System.Text.Json.Serialization;
using DuffBeer.Api.Runs;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

// The shapes that --json promises. Names and order are part of the promise; times are UTC and end in Z.
// Runs and rejects are as the API gives them: its own types.

sealed record ProblemAnswer(RunProblem Problem);

/// <param name="Type">As the report's header writes it.</param>
sealed record ReportParameterJson(string Name, string Type, bool Required, string? Default, IReadOnlyList<string>? Allowed);

sealed record ReportListing(string Name, string Title, IReadOnlyList<ReportParameterJson> Parameters);

sealed record ReportsAnswer(IReadOnlyList<ReportListing> Reports)
{
    public static ReportsAnswer Of(IEnumerable<ReportDefinition> reports) => new(
    [
        .. reports.Select(report => new ReportListing(report.Name, report.Title, [.. report.Parameters.Select(ParameterOf)])),
    ]);

    static ReportParameterJson ParameterOf(ReportParameter parameter) => new(
        parameter.Name, parameter.Type.ToString(), parameter.Required,
        parameter.Default is { } value ? ReportCellText.Of(value.Type, value.Value) : "", parameter.OneOf);
}

sealed record SnapshotJson(string Id, DateTime At)
{
    public static SnapshotJson? Of(Snapshot? snapshot) => snapshot is null ? null : new(snapshot.Id, snapshot.At.UtcDateTime);
}

sealed record ModelJson(string Name, long Rows, long Bytes, double Seconds);

sealed record RefreshAnswer(SnapshotJson? Snapshot, IReadOnlyList<ModelJson> Models, IReadOnlyList<string> Exports, RunProblem? ExportProblem, CostAnswer? Cost)
{
    public static RefreshAnswer Of(RefreshSummary refresh) => new(
        SnapshotJson.Of(refresh.Snapshot),
        [.. refresh.Built.Select(model => new ModelJson(model.Name, model.Rows, model.Bytes, model.Elapsed.TotalSeconds))],
        refresh.Exports,
        RunProblem.Of(refresh.ExportProblem),
        CostAnswer.Of(refresh.Cost));
}

sealed record SnapshotLine(string Id, DateTime At, bool IsShown, bool IsNewest, int Models, int ModelsBuilt)
{
    public static SnapshotLine Of(Snapshot snapshot, SnapshotPointer? pointer) => new(
        snapshot.Id, snapshot.At.UtcDateTime, pointer?.Snapshot == snapshot.Id, pointer?.Newest == snapshot.Id,
        snapshot.Models.Count, snapshot.Models.Values.Count(model => model.BuiltIn == snapshot.Id));
}

sealed record SnapshotsAnswer(string? Shown, bool IsPinned, IReadOnlyList<SnapshotLine> Snapshots)
{
    public static SnapshotsAnswer Of(SnapshotList listed) => new(
        listed.Pointer?.Snapshot, listed.Pointer?.Pinned ?? false, [.. listed.Snapshots.Select(snapshot => SnapshotLine.Of(snapshot, listed.Pointer))]);
}

sealed record PinAnswer(string Shown, bool IsPinned, string Newest)
{
    public static PinAnswer Of(SnapshotPointer pointer) => new(pointer.Snapshot, pointer.Pinned, pointer.Newest);
}

sealed record DocsAnswer(string Folder, int Pages);

sealed record CheckAnswer(bool Ok, IReadOnlyDictionary<string, int> Checked, IReadOnlyList<DefinitionFault> Faults);

sealed record DatasetJson(string Name, long Sources, long Rows, DateTime? LatestSourceTime);

sealed record StatusAnswer(string Home, IReadOnlyList<AreaSize> Areas, IReadOnlyList<DatasetJson> Datasets, SnapshotJson? Snapshot)
{
    public static StatusAnswer Of(StatusSummary status) => new(
        status.Home,
        status.Areas,
        [.. status.Datasets.Select(dataset => new DatasetJson(dataset.Name, dataset.Sources, dataset.Rows, dataset.LatestSourceTime?.UtcDateTime))],
        SnapshotJson.Of(status.Snapshot));
}

sealed record GenerateAnswer(string Dataset, string File, long Rows, long Bytes, double Seconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(RunsAnswer))]
[JsonSerializable(typeof(RejectsAnswer))]
[JsonSerializable(typeof(ReportsAnswer))]
[JsonSerializable(typeof(RefreshAnswer))]
[JsonSerializable(typeof(SnapshotsAnswer))]
[JsonSerializable(typeof(PinAnswer))]
[JsonSerializable(typeof(CheckAnswer))]
[JsonSerializable(typeof(DocsAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(GenerateAnswer))]
sealed partial class WireJson : JsonSerializerContext;
