using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DuffBeer.Api.Changes;
using DuffBeer.Api.Dashboards;
using DuffBeer.Api.Events;
using DuffBeer.Api.Forget;
using DuffBeer.Api.Health;
using DuffBeer.Api.Maintenance;
using DuffBeer.Api.Models;
using DuffBeer.Api.Reports;
using DuffBeer.Api.Runs;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Http;

/// <summary>JSON of the answers, for the API and the command line's --json: camel case, enums by name, source-generated.</summary>
/// <remarks>Names and their order are stable; times are UTC and end in Z.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    MaxDepth = ApiCall.DeepestBody)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(ReportsAnswer))]
[JsonSerializable(typeof(DashboardsAnswer))]
[JsonSerializable(typeof(DashboardDetail))]
[JsonSerializable(typeof(ReportValuesAnswer))]
[JsonSerializable(typeof(ReportColumnAnswer))]
[JsonSerializable(typeof(WhyAnswer))]
[JsonSerializable(typeof(RunsAnswer))]
[JsonSerializable(typeof(RunDetail))]
[JsonSerializable(typeof(RejectsAnswer))]
[JsonSerializable(typeof(StartBody))]
[JsonSerializable(typeof(ReceiptAnswer))]
[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(ReconciliationAnswer))]
[JsonSerializable(typeof(RefreshBody))]
[JsonSerializable(typeof(RefreshAnswer))]
[JsonSerializable(typeof(RefreshesAnswer))]
[JsonSerializable(typeof(PlanAnswer))]
[JsonSerializable(typeof(ShownAnswer))]
[JsonSerializable(typeof(RunListing))]
[JsonSerializable(typeof(SnapshotsAnswer))]
[JsonSerializable(typeof(PinAnswer))]
[JsonSerializable(typeof(DatasetsAnswer))]
[JsonSerializable(typeof(DatasetDetail))]
[JsonSerializable(typeof(DatasetFilesAnswer))]
[JsonSerializable(typeof(DatasetSampleAnswer))]
[JsonSerializable(typeof(DatasetProfileAnswer))]
[JsonSerializable(typeof(SnapshotDetail))]
[JsonSerializable(typeof(ModelHistoryAnswer))]
[JsonSerializable(typeof(DiffAnswer))]
[JsonSerializable(typeof(DiffRowsAnswer))]
[JsonSerializable(typeof(SettingsAnswer))]
[JsonSerializable(typeof(ModelsAnswer))]
[JsonSerializable(typeof(ModelDetail))]
[JsonSerializable(typeof(LineageAnswer))]
[JsonSerializable(typeof(MaintenanceAnswer))]
[JsonSerializable(typeof(ForgetBody))]
[JsonSerializable(typeof(ForgetAnswer))]
[JsonSerializable(typeof(ForgetDraftAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
public sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Relaxed escaping: an answer is always served as JSON, never inside a page.</summary>
    public static ApiJson Readable =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The answer with a tag of its content, or 304 if the caller has it.</summary>
    internal static IResult Tagged<T>(ApiCall call, T answer, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, type);
        var tag = EntityTag.Of(body);
        return EntityTag.IsNamed(call.Request.Headers.IfNoneMatch, tag)
            ? new NotModifiedReply(tag)
            : new BytesReply(body, "application/json; charset=utf-8") { Tag = tag };
    }

    internal static IResult Reply<T>(T answer, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK, string? location = null) =>
        new BytesReply(
            JsonSerializer.SerializeToUtf8Bytes(answer, type), "application/json; charset=utf-8") { Status = status, Location = location };
}
