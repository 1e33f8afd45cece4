using System.Text.Json;
using System.Text.RegularExpressions;
using static DuffBeer.Infra.Tests.Azure.Template;

namespace DuffBeer.Infra.Tests.Azure;

/// <summary>The Azure part as it would be deployed.</summary>
public sealed class TemplateTests
{
    /// <summary>Roles that may be assigned, by id, and to whom.</summary>
    static readonly Dictionary<string, string> s_roles = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "app: Storage Blob Data Owner",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "app: Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "app: Storage Table Data Contributor",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "app: Key Vault Secrets User",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "app: Monitoring Metrics Publisher",
        ["0ad04412-c4d5-4796-b79c-f76d14c8d402"] = "app: Durable Task Data Contributor",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "operator: Key Vault Secrets Officer",
    };

    /// <summary>Types that take no tags of their own.</summary>
    static readonly string[] s_untagged =
    [
        "Microsoft.Authorization/roleAssignments",
        "Microsoft.DurableTask/schedulers/taskHubs",
        "Microsoft.Insights/diagnosticSettings",
        "Microsoft.Storage/storageAccounts/blobServices",
        "Microsoft.Storage/storageAccounts/blobServices/containers",
        "Microsoft.Web/sites/basicPublishingCredentialsPolicies",
        "Microsoft.Web/sites/config",
    ];

    [Fact]
    public void The_compiler_has_no_complaint()
    {
        // Compiled asserts it for 'build'.
        Assert.Equal(JsonValueKind.Object, Template.Compiled.ValueKind);
        Assert.Empty(Bicep.Complaints("lint", Path.Combine(Bicep.Folder, "main.bicep")));
    }

    [Fact]
    public void A_rule_that_is_violated_is_an_error()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Bicep.Folder, "bicepconfig.json"), folder["bicepconfig.json"]);
        var file = folder.Write("main.bicep", "param unused string\n");

        Assert.Contains("Error no-unused-params", Bicep.Complaints("lint", file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts", "properties.allowSharedKeyAccess", "False")]
    [InlineData("Microsoft.Storage/storageAccounts", "properties.allowBlobPublicAccess", "False")]
    [InlineData("Microsoft.Storage/storageAccounts", "properties.minimumTlsVersion", "TLS1_2")]
    [InlineData("Microsoft.Storage/storageAccounts", "properties.supportsHttpsTrafficOnly", "True")]
    [InlineData("Microsoft.Storage/storageAccounts", "sku.name", "Standard_ZRS")]
    [InlineData("Microsoft.KeyVault/vaults", "properties.enablePurgeProtection", "True")]
    [InlineData("Microsoft.KeyVault/vaults", "properties.enableRbacAuthorization", "True")]
    [InlineData("Microsoft.KeyVault/vaults", "properties.createMode", "default")]
    [InlineData("Microsoft.Web/serverfarms", "sku.name", "FC1")]
    [InlineData("Microsoft.Web/sites", "kind", "functionapp,linux")]
    [InlineData("Microsoft.Web/sites", "properties.httpsOnly", "True")]
    [InlineData("Microsoft.Web/sites", "properties.siteConfig.minTlsVersion", "1.2")]
    [InlineData("Microsoft.Web/sites", "properties.siteConfig.scmMinTlsVersion", "1.2")]
    [InlineData("Microsoft.Web/sites", "properties.functionAppConfig.runtime.name", "dotnet-isolated")]
    [InlineData("Microsoft.Web/sites", "properties.functionAppConfig.runtime.version", "10.0")]
    [InlineData("Microsoft.Web/sites", "properties.functionAppConfig.scaleAndConcurrency.instanceMemoryMB", "2048")]
    [InlineData("Microsoft.Web/sites", "properties.functionAppConfig.scaleAndConcurrency.maximumInstanceCount", "40")]
    [InlineData(
        "Microsoft.Web/sites", "properties.functionAppConfig.deployment.storage.authentication.type", "UserAssignedIdentity")]
    [InlineData("Microsoft.Web/sites", "identity.type", "UserAssigned")]
    [InlineData("Microsoft.Web/sites", "tags.azd-service-name", "functions")]
    [InlineData("Microsoft.Insights/components", "properties.DisableLocalAuth", "True")]
    [InlineData("Microsoft.OperationalInsights/workspaces", "properties.features.disableLocalAuth", "True")]
    [InlineData("Microsoft.Insights/webtests", "properties.Request.RequestUrl",
        "https://duffbeer-test-96ca46.azurewebsites.net/api/health/ready")]
    [InlineData("Microsoft.DurableTask/schedulers", "properties.sku.name", "Consumption")]
    public void A_resource_is_set_as_it_must_be(string type, string path, string expected) =>
        Assert.Equal(expected, Value(Template.Single(type), path));

    [Fact]
    public void One_HTTP_instance_is_always_ready()
    {
        var scale = Template.Single("Microsoft.Web/sites").GetProperty("properties").GetProperty("functionAppConfig")
            .GetProperty("scaleAndConcurrency");

        var ready = Assert.Single(scale.GetProperty("alwaysReady").EnumerateArray());
        Assert.Equal(("http", 1), (ready.GetProperty("name").GetString(), ready.GetProperty("instanceCount").GetInt32()));
    }

    [Fact]
    public void Nothing_is_published_with_a_password()
    {
        var policies = Template.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies");

        Assert.Equal(["ftp", "scm"], policies.Select(policy => policy.GetProperty("name").GetString()!.Split('/')[^1]).Order());
        Assert.All(policies, policy => Assert.Equal("False", Value(policy, "properties.allow")));
    }

    [Fact]
    public void Only_named_roles_are_assigned_and_each_on_one_resource()
    {
        var assigned = Template.Of("Microsoft.Authorization/roleAssignments");

        Assert.Equal(
            s_roles.Values.Order(StringComparer.Ordinal),
            assigned.Select(RoleOf).Order(StringComparer.Ordinal));
        Assert.All(assigned, role =>
        {
            var isOperators = RoleOf(role).StartsWith("operator", StringComparison.Ordinal);
            Assert.Equal(isOperators, Value(role, "properties.principalId") == Template.Environment["DUFFBEER_OPERATOR_ID"]);
            // The scope: a resource, never the group or the subscription.
            Assert.Matches(
                "^[^']*'?/subscriptions/[^/]+/resourceGroups/duffbeer-test/providers/[^/]+/[^/]+/[^/']+['/]", Value(role, "id"));
        });
    }

    static string RoleOf(JsonElement assigned) => s_roles[Value(assigned, "properties.roleDefinitionId")!.Split('/')[^1]];

    [Fact]
    public void Every_resource_that_takes_tags_has_them() => Assert.All(
        Template.Resources.Where(resource => !s_untagged.Contains(TypeOf(resource))),
        // The tags of the probe also name Application Insights, so that they remain an expression.
        resource => Assert.Matches(
            "['\"]project['\"][:,]\\s*['\"]duffbeer['\"],\\s*['\"]environment['\"][:,]\\s*['\"]test['\"]", Value(resource, "tags")));

    [Fact]
    public void What_holds_data_or_code_sends_its_logs_to_the_workspace()
    {
        var sources = Template.Of("Microsoft.Insights/diagnosticSettings").Select(setting => Value(setting, "id")!).ToList();

        Assert.All(
            [
                "storageAccounts/duffbeertest96ca46/providers", "blobServices/default/providers", "vaults/duffbeertest-96ca46/providers",
                "sites/",
            ],
            source => Assert.Contains(sources, id => id.Contains(source, StringComparison.Ordinal)));
    }

    [Fact]
    public void No_key_is_read_and_no_output_is_a_secret()
    {
        var text = Template.Compiled.GetRawText();

        Assert.DoesNotMatch(new Regex("list(Keys|AccountSas|ServiceSas|Secrets|ConnectionStrings)", RegexOptions.IgnoreCase), text);
        Assert.DoesNotContain("AccountKey=", text, StringComparison.Ordinal);
        Assert.Equal(
            ["functionAppName", "functionAppUrl", "principalId", "tenantId", "vaultName", "webhookUrl"],
            Template.Compiled.GetProperty("outputs").EnumerateObject().Select(output => output.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_its_option_there_is_no_scheduler()
    {
        var conditions = Template.Compiled.GetProperty("resources").EnumerateObject()
            .Select(module => module.Value)
            .Where(module => module.GetRawText().Contains("Microsoft.DurableTask/schedulers", StringComparison.Ordinal));

        Assert.Equal("[parameters('durableTaskScheduler')]", Assert.Single(conditions).GetProperty("condition").GetString());
    }
}
