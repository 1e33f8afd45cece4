using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using DuffBeer.Api.Http;
using DuffBeer.Api.Models;
using DuffBeer.Api.Reports;
using DuffBeer.Api.Runs;
using DuffBeer.Api.Dashboards;
using DuffBeer.Api.Events;
using DuffBeer.Api.Forget;
using DuffBeer.Api.Health;
using DuffBeer.Api.Maintenance;
using DuffBeer.Core.Reports;

namespace DuffBeer.Api.OpenApi;

/// <summary>JSON Schemas of all answers and bodies, generated from the serialized types.</summary>
static class Schemas
{
    static readonly Type[] s_types =
    [
        typeof(ProblemAnswer), typeof(ReportsAnswer), typeof(ReportValuesAnswer), typeof(ReportColumnAnswer), typeof(WhyAnswer),
        typeof(DashboardsAnswer), typeof(DashboardDetail), typeof(RunsAnswer), typeof(RunDetail), typeof(RejectsAnswer),
        typeof(StartBody), typeof(ReceiptAnswer), typeof(EventsAnswer), typeof(ReconciliationAnswer), typeof(RefreshBody),
        typeof(RefreshAnswer), typeof(PlanAnswer), typeof(SnapshotsAnswer), typeof(PinAnswer),
        typeof(RefreshesAnswer), typeof(SnapshotDetail), typeof(ModelHistoryAnswer), typeof(SettingsAnswer),
        typeof(DiffAnswer), typeof(DiffRowsAnswer), typeof(DatasetFilesAnswer), typeof(DatasetSampleAnswer), typeof(DatasetProfileAnswer),
        typeof(DatasetsAnswer), typeof(DatasetDetail), typeof(ModelsAnswer), typeof(ModelDetail), typeof(LineageAnswer),
        typeof(HealthAnswer), typeof(MaintenanceAnswer), typeof(ForgetBody), typeof(ForgetAnswer), typeof(ForgetDraftAnswer),
    ];

    static readonly JsonSchemaExporterOptions s_export = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    public static JsonObject Of(IEnumerable<ReportDefinition> reports)
    {
        var schemas = new JsonObject(
            s_types.Select(
                type => KeyValuePair.Create(type.Name, (JsonNode?)ApiJson.Readable.Options.GetJsonSchemaAsNode(type, s_export))));
        foreach (var report in reports)
            schemas[ReportSchema.NameOf(report)] = ReportSchema.Of(report);
        return schemas;
    }

    public static JsonObject Reference(string schema) => new() { ["$ref"] = $"#/components/schemas/{schema}" };

    static JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject written)
            return schema;
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            // Properties of answers are required unless they may be omitted; properties of bodies are optional.
            var isBody = context.TypeInfo.Type == typeof(StartBody) || context.TypeInfo.Type == typeof(RefreshBody)
                || context.TypeInfo.Type == typeof(ForgetBody);
            var required = context.TypeInfo.Properties
                .Where(property => isBody ? property.IsRequired : property.ShouldSerialize is null)
                .Select(property => (JsonNode)property.Name).ToArray();
            written.Remove("required");
            if (required.Length > 0)
                written["required"] = new JsonArray(required);
            written["additionalProperties"] = false;
        }

        if (context.PropertyInfo?.AttributeProvider?.IsDefined(typeof(NullTextsAttribute), inherit: false) == true)
            AllowNullTexts(written);
        if (context.TypeInfo.Type == typeof(DateTime) || context.TypeInfo.Type == typeof(DateTime?))
            written["format"] = "date-time";
        return written;
    }

    static void AllowNullTexts(JsonObject schema)
    {
        while ((schema["items"] ?? schema["additionalProperties"]) is JsonObject values)
            schema = values;
        schema["type"] = new JsonArray("string", "null");
    }
}
