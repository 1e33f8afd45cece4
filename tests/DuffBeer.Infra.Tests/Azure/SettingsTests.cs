using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using DuffBeer.Functions.Hosting;
using Microsoft.Extensions.Configuration;

namespace DuffBeer.Infra.Tests.Azure;

/// <summary>The app settings of the template, read by the host itself.</summary>
public sealed class SettingsTests
{
    /// <summary>Settings of the Functions runtime and of Application Insights, which the host's own reader does not know.</summary>
    static readonly string[] s_platform =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__type",
        "AzureWebJobsDisableHomepage",
        "AzureWebJobsStorage__accountName",
        "AzureWebJobsStorage__clientId",
        "AzureWebJobsStorage__credential",
        "DURABLE_TASK_SCHEDULER_CONNECTION_STRING",
    ];

    /// <summary>What the references of the settings give the host.</summary>
    static readonly Dictionary<string, string> s_secrets = new()
    {
        ["hash-key"] = "dGhpcyBpcyBubyBzZWNyZXQgYXQgYWxs",
        ["api-key-operator-sha256"] = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    };

    [Theory]
    [InlineData("webhook")]
    [InlineData("queue")]
    public void The_host_starts_with_the_settings_and_uses_each(string events)
    {
        var settings = Settings(events);
        var (expected, problems) = Read(settings);
        Assert.Empty(problems);

        // Without a setting that is used, something is missing or different. A misspelt name changes nothing, and fails here.
        Assert.All(
            settings.Keys.Except(s_platform),
            name =>
            {
                var (without, missing) = Read(settings.Where(other => other.Key != name));
                Assert.True(missing.Count > 0 || without != expected, $"The host does not read {name}.");
            });
    }

    [Fact]
    public void Names_in_AWS_are_made_of_project_environment_and_account()
    {
        var settings = Settings("webhook");

        Assert.Equal("arn:aws:iam::123456789012:role/duffbeer-test-app", settings["Aws__RoleArn"]);
        Assert.Equal("duffbeer-test-landing-123456789012", settings["Landing__Bucket"]);
        Assert.Equal("duffbeer-test-lake-123456789012", settings["Lake__Bucket"]);
        Assert.Equal(("duffbeer-test", "duffbeer_test"), (settings["Athena__WorkGroup"], settings["Glue__Database"]));
        Assert.Equal("https://sqs.eu-central-1.amazonaws.com/123456789012/duffbeer-test-events", Settings("queue")["Events__Queue"]);
    }

    [Fact]
    public void Secrets_are_references_only()
    {
        var resource = Resource("webhook");

        Assert.All(["HashKey", "Keys__operator__Sha256"], name => Assert.Matches(
            @"^@Microsoft\.KeyVault\(SecretUri=https://vault\.test/secrets/[a-z0-9-]+\)$",
            resource.GetProperty("properties").GetProperty(name).GetString()));
        Assert.Equal(
            ["AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__credential"],
            resource.GetProperty("properties").EnumerateObject().Select(setting => setting.Name)
                .Where(name => name.StartsWith("AzureWebJobsStorage", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_scheduler_takes_the_place_of_the_storage_account_in_the_host_file()
    {
        var settings = Settings("webhook");
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Bicep.Root, "host.json")));
        var durable = host.RootElement.GetProperty("extensions").GetProperty("durableTask");

        Assert.Equal("azureManaged", settings["AzureFunctionsJobHost__extensions__durableTask__storageProvider__type"]);
        Assert.Equal(
            "DURABLE_TASK_SCHEDULER_CONNECTION_STRING",
            settings["AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName"]);
        Assert.True(durable.GetProperty("storageProvider").TryGetProperty("connectionStringName", out _));
        Assert.Contains(
            $"name: '{durable.GetProperty("hubName").GetString()}'",
            File.ReadAllText(Path.Combine(Bicep.Folder, "modules", "scheduler.bicep")),
            StringComparison.Ordinal);
    }

    static Dictionary<string, string?> Settings(string events) => Resource(events)
        .GetProperty("properties").EnumerateObject()
        .ToDictionary(setting => setting.Name, setting => (string?)Resolved(setting.Value.GetString()!));

    static string Resolved(string value) =>
        Regex.Match(value, @"^@Microsoft\.KeyVault\(SecretUri=.*/secrets/(.+)\)$") is { Success: true } reference
            ? s_secrets[reference.Groups[1].Value]
            : value;

    static readonly ConcurrentDictionary<string, JsonElement> s_resources = new();

    static JsonElement Resource(string events) => s_resources.GetOrAdd(events, _ => Bicep.Resources(
        $"""
        using '{"{folder}"}/modules/settings.bicep'
        param appName = 'app'
        param name = 'duffbeer-test'
        param awsAccount = '123456789012'
        param awsRegion = 'eu-central-1'
        param landingBucket = 'duffbeer-test-landing-123456789012'
        param lakeBucket = 'duffbeer-test-lake-123456789012'
        param database = 'duffbeer_test'
        param workgroup = 'duffbeer-test'
        param audience = 'api://11111111-1111-1111-1111-111111111111'
        param events = '{events}'
        param webhookClientId = '22222222-2222-2222-2222-222222222222'
        param runEventBus = 'acme'
        param storageName = 'duffbeertest'
        param clientId = '66666666-6666-6666-6666-666666666666'
        param vaultUri = 'https://vault.test/'
        param insightsConnection = 'InstrumentationKey=77777777-7777-7777-7777-777777777777'
        param schedulerConnection = 'Endpoint=https://duffbeer.test;TaskHub=DuffBeer;Authentication=ManagedIdentity'
        """,
        new Dictionary<string, string>()).Single());

    static (string Settings, IReadOnlyList<string> Problems) Read(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var named = settings.ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => setting.Value);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(named).Build();
        var (read, problems) = HostSettings.Read(configuration);
        // Prices and folders do not depend on these settings.
        return (JsonSerializer.Serialize(read with { Prices = null!, ScratchFolder = "" }), problems);
    }
}
