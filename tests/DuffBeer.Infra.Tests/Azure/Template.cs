using System.Text.Json;

namespace DuffBeer.Infra.Tests.Azure;

/// <summary>The Azure part compiled once: its template, and the resources of a deployment with all options.</summary>
static class Template
{
    /// <summary>What deploy.sh would export.</summary>
    public static readonly IReadOnlyDictionary<string, string> Environment = new Dictionary<string, string>
    {
        ["DUFFBEER_PROJECT"] = "duffbeer",
        ["DUFFBEER_ENVIRONMENT"] = "test",
        ["DUFFBEER_SUFFIX"] = "96ca46",
        ["DUFFBEER_LOCATION"] = "westeurope",
        ["DUFFBEER_AWS_ACCOUNT"] = "123456789012",
        ["DUFFBEER_AWS_REGION"] = "eu-central-1",
        ["DUFFBEER_AUDIENCE"] = "api://11111111-1111-1111-1111-111111111111",
        ["DUFFBEER_EVENTS"] = "webhook",
        ["DUFFBEER_WEBHOOK_CLIENT_ID"] = "22222222-2222-2222-2222-222222222222",
        ["DUFFBEER_OPERATOR_ID"] = "33333333-3333-3333-3333-333333333333",
        ["DUFFBEER_OPERATOR_TYPE"] = "User",
        ["DUFFBEER_ALERT_EMAIL"] = "ops@acme.test",
        ["DUFFBEER_ALWAYS_READY"] = "1",
        ["DUFFBEER_MAXIMUM_INSTANCES"] = "40",
        ["DUFFBEER_INSTANCE_MEMORY_MB"] = "2048",
        ["DUFFBEER_STORAGE_SKU"] = "Standard_ZRS",
        ["DUFFBEER_LOG_DAYS"] = "30",
        ["DUFFBEER_FRESHNESS_HOURS"] = "26",
        ["DUFFBEER_QUEUE_MINUTES"] = "60",
        ["DUFFBEER_AVAILABILITY_TEST"] = "true",
        ["DUFFBEER_DURABLE_TASK_SCHEDULER"] = "true",
    };

    static readonly Lazy<JsonDocument> s_compiled = new(() => Bicep.Build(Path.Combine(Bicep.Folder, "main.bicep")));
    static readonly Lazy<IReadOnlyList<JsonElement>> s_resources = new(() => Bicep.Resources(
        File.ReadAllText(Path.Combine(Bicep.Folder, "main.bicepparam"))
            .Replace("'main.bicep'", "'{folder}/main.bicep'", StringComparison.Ordinal),
        Environment));

    public static JsonElement Compiled => s_compiled.Value.RootElement;
    public static IReadOnlyList<JsonElement> Resources => s_resources.Value;

    public static IReadOnlyList<JsonElement> Of(string type) =>
        [.. Resources.Where(resource => TypeOf(resource) == type)];

    public static JsonElement Single(string type) => Assert.Single(Of(type));

    public static string TypeOf(JsonElement resource) => resource.GetProperty("type").GetString()!;

    /// <summary>A value below a resource, such as <c>properties.minimumTlsVersion</c>.</summary>
    public static string? Value(JsonElement resource, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (!resource.TryGetProperty(name, out resource))
                return null;
        }

        return resource.ToString();
    }
}
