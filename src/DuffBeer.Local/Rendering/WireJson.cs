using System.Text.Json.Serialization;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

// The shapes that --json promises. Names and order are part of the promise; times are UTC and end in Z.

sealed record ProblemJson(string Code, string Message)
{
    public static ProblemJson? Of(Problem? problem) => problem is null ? null : new(problem.Code.ToString(), problem.Message);
}

sealed record ProblemAnswer(ProblemJson Problem);

sealed record LedgerJson(long RowsRead, long Accepted, long Rejected)
{
    public static LedgerJson? Of(RowLedger? ledger) => ledger is null ? null : new(ledger.RowsRead, ledger.Accepted, ledger.Rejected);
}

sealed record RunJson(
    string Id, string Dataset, string Source, string RuntimeStatus, string Stage, DateTime CreatedTime, DateTime LastUpdatedTime, LedgerJson? Ledger, ProblemJson? Problem)
{
    /// <summary>Of one run that was asked for by its id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CostJson? Cost { get; init; }

    public static RunJson Of(RunRecord run) => new(
        run.Id, run.Dataset, run.Source.Key, run.Status.ToString(), run.Stage.ToString(), run.Created.UtcDateTime, run.Updated.UtcDateTime,
        LedgerJson.Of(run.Ledger), ProblemJson.Of(run.Problem));
}

sealed record RunsAnswer(IReadOnlyList<RunJson> Runs, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink)
{
    public static RunsAnswer Of(IEnumerable<RunRecord> runs, string? nextLink = null) => new([.. runs.Select(RunJson.Of)], nextLink);

    /// <summary>One run, with what it cost.</summary>
    public static RunsAnswer OfOne(RunRecord run) => new([RunJson.Of(run) with { Cost = CostJson.Of(run.Cost) }], null);
}

sealed record CostJson(
    long BytesRead, long BytesWritten, long BytesDownloaded, long BytesUploaded, long ActivityMilliseconds,
    long ReadRequests, long WriteRequests, long ListRequests, long DeleteRequests, long CatalogRequests, long Statements, long BytesScanned, long BytesBilled, decimal Dollars)
{
    public static CostJson? Of(RunCost? cost) => cost is not { Drivers: var drivers } ? null : new(
        drivers.BytesRead, drivers.BytesWritten, drivers.BytesDownloaded, drivers.BytesUploaded, drivers.ActivityMilliseconds,
        drivers.ReadRequests, drivers.WriteRequests, drivers.ListRequests, drivers.DeleteRequests, drivers.CatalogRequests,
        drivers.Statements, drivers.BytesScanned, drivers.BytesBilled, cost.Dollars);
}

sealed record RejectJson(string Code, long Row, long Offset, string? Column, string? Value, string Message, string Raw)
{
    public static RejectJson Of(RejectRow reject) =>
        new(reject.Code.ToString(), reject.RowNumber, reject.Offset, reject.Column, reject.Value, reject.Message, reject.Raw);
}

sealed record RejectsAnswer(string Run, IReadOnlyList<RejectJson> Rejects);

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
        parameter.Default is { } value ? Core.Reports.CellText.Of(value.Type, value.Value) : "", parameter.OneOf);
}

sealed record SnapshotJson(string Id, DateTime At)
{
    public static SnapshotJson? Of(Snapshot? snapshot) => snapshot is null ? null : new(snapshot.Id, snapshot.At.UtcDateTime);
}

sealed record ModelJson(string Name, long Rows, long Bytes, double Seconds);

sealed record RefreshAnswer(SnapshotJson? Snapshot, IReadOnlyList<ModelJson> Models, IReadOnlyList<string> Exports, ProblemJson? ExportProblem, CostJson? Cost)
{
    public static RefreshAnswer Of(RefreshSummary refresh) => new(
        SnapshotJson.Of(refresh.Snapshot),
        [.. refresh.Built.Select(model => new ModelJson(model.Name, model.Rows, model.Bytes, model.Elapsed.TotalSeconds))],
        refresh.Exports,
        ProblemJson.Of(refresh.ExportProblem),
        CostJson.Of(refresh.Cost));
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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
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
