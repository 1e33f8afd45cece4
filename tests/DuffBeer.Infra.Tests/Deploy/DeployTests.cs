using System.Security.Cryptography;
using System.Text;
using DuffBeer.Infra.Tests.Azure;

namespace DuffBeer.Infra.Tests.Deploy;

/// <summary>deploy.sh from the first plan to the end, with stand-ins for both clouds.</summary>
public sealed class DeployTests : IDisposable
{
    readonly Installation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Fact]
    public void An_installation_is_planned_made_updated_and_destroyed()
    {
        var plan = _installation.Run("", "plan", _installation.File);
        Assert.Equal((0, ""), (plan.Code, plan.Errors));
        Assert.Empty(plan.Changes);
        Assert.Contains("Nothing was changed", plan.Output, StringComparison.Ordinal);

        var up = _installation.Up();
        Assert.Equal(0, up.Code);
        Assert.Equal(
            [
                "az ad app create", "az ad app update", "az ad sp create", "az ad app create", "az ad sp create", "az group create",
                "az deployment group create",
                "az keyvault secret set", "az keyvault secret set", "az keyvault secret set", "az ad app credential reset",
                "az keyvault secret set", "az rest",
                "terraform apply",
                "dotnet publish", "dotnet msbuild", "az functionapp deployment source config-zip",
            ],
            up.Changes);
        Assert.True(Index(up, "az deployment group what-if") < Index(up, "az deployment group create"));
        Assert.True(Index(up, "terraform -chdir", " plan ") < Index(up, "terraform -chdir", " apply "));
        Assert.StartsWith("curl", up.Calls[^1], StringComparison.Ordinal);
        AssertSecretsAreSecret(up);
        AssertWhatAzureMadeReachesAws();

        var before = Secrets();
        var again = _installation.Up();
        Assert.Equal(0, again.Code);
        Assert.Equal(before, Secrets());
        Assert.Equal(
            [
                "az ad app update", "az group create", "az deployment group create", "az rest",
                "dotnet publish", "dotnet msbuild", "az functionapp deployment source config-zip",
            ],
            again.Changes);

        var destroy = _installation.Run("duffbeer-test\n", "destroy", _installation.File);
        Assert.Equal(0, destroy.Code);
        Assert.Equal(["terraform destroy", "az group delete", "az ad app delete", "az ad app delete"], destroy.Changes);
        Assert.Contains(destroy.Calls, call => call.EndsWith("-target=module.events -target=module.watch", StringComparison.Ordinal));
        Assert.Contains("recoverable for 90 days", destroy.Output, StringComparison.Ordinal);
        Assert.Contains("the buckets with their data", destroy.Output, StringComparison.Ordinal);
        var kept = _installation.State("variables");
        Assert.Equal(0, _installation.Run("", "destroy", _installation.File, "--yes").Code);
        Assert.Equal(kept, _installation.State("variables"));

        // The vault comes back with its secrets: card numbers keep their hashes. A client secret in its last month is replaced.
        _installation.ChangeState("secrets/eventbridge-client-secret.expires", $"{DateTime.UtcNow.AddDays(20):yyyy-MM-dd}T00:00:00+00:00");
        Assert.Equal(0, _installation.Up().Code);
        Assert.Equal(before["hash-key"], Secrets()["hash-key"]);
        Assert.NotEqual(before["eventbridge-client-secret"], Secrets()["eventbridge-client-secret"]);
    }

    [Fact]
    public void With_a_queue_there_is_no_client_of_the_webhook()
    {
        _installation.ChangeParameters("\"environment\": \"test\"", "\"environment\": \"test\", \"events\": \"queue\"");

        var up = _installation.Up();

        Assert.Equal(0, up.Code);
        Assert.Single(up.Changes, "az ad app create");
        Assert.Equal(["api-key-operator", "api-key-operator-sha256", "hash-key"], Secrets().Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("webhook_", _installation.State("variables"), StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_failure_it_says_what_to_do_and_the_next_run_goes_on_until_all_is_deleted()
    {
        _installation.Fail("az functionapp deployment");
        var failed = _installation.Up();

        Assert.Equal(1, failed.Code);
        Assert.Contains("Stopped in the step 'Code'", failed.Errors, StringComparison.Ordinal);
        Assert.Contains($"infra/deploy.sh up {_installation.File}", failed.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(failed.Calls, call => call.StartsWith("curl", StringComparison.Ordinal));

        _installation.Fail(null);
        var secrets = Secrets();
        Assert.Equal(0, _installation.Up().Code);
        Assert.Equal(secrets, Secrets());

        var destroyed = _installation.Run("", "destroy", _installation.File, "--yes", "--delete-data");
        Assert.Equal(0, destroyed.Code);
        Assert.Equal(["terraform apply", "terraform destroy"], destroyed.Changes.Take(2));
        Assert.Contains("ALL their data", destroyed.Output, StringComparison.Ordinal);
        Assert.Null(_installation.State("aws"));
    }

    [Fact]
    public void A_secret_that_cannot_be_made_is_not_stored_empty()
    {
        _installation.Fail("az ad app credential reset");

        var failed = _installation.Up();

        Assert.Equal(1, failed.Code);
        Assert.Contains("Stopped in the step 'Secrets'", failed.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("eventbridge-client-secret", Secrets().Keys);
        Assert.DoesNotContain("terraform apply", failed.Changes);
    }

    [Theory]
    [InlineData("up", "")]
    [InlineData("up", "no\n")]
    [InlineData("destroy", "y\n")]
    [InlineData("destroy", "duffbeer-prod\n")]
    public void Without_a_yes_nothing_is_changed(string command, string answer)
    {
        var outcome = _installation.Run(answer, command, _installation.File);

        Assert.Equal(3, outcome.Code);
        Assert.Empty(outcome.Changes);
    }

    [Fact]
    public void Azd_does_the_same_in_its_own_order()
    {
        var prepared = _installation.Run("", "azd", "preprovision");
        Assert.Equal((0, ""), (prepared.Code, prepared.Errors));
        var variables = _installation.State("azd")!;
        Assert.All(
            ["AZURE_RESOURCE_GROUP=duffbeer-test", "AZURE_LOCATION=westeurope", "DUFFBEER_AUDIENCE=api://11111110-"],
            variable => Assert.Contains(variable, variables, StringComparison.Ordinal));
        // What azd does with them.
        _installation.ChangeState("deployed", variables);

        var provisioned = _installation.Run("", "azd", "postprovision");

        Assert.Equal(0, provisioned.Code);
        Assert.Equal("terraform apply", provisioned.Changes[^1]);
    }

    [Fact]
    public void The_file_of_azd_names_what_exists()
    {
        var lines = File.ReadAllLines(Path.Combine(Bicep.Root, "azure.yaml"));
        var hooks = File.ReadAllText(Path.Combine(Bicep.Root, "infra", "deploy", "azd.sh"));

        Assert.Equal(
            ["preprovision", "postprovision", "postdeploy", "predown", "postdown"],
            lines.Where(line => line.Contains("deploy.sh azd ", StringComparison.Ordinal)).Select(line =>
            {
                var hook = line.Trim().Split(':')[0];
                Assert.Contains($"run: ./infra/deploy.sh azd {hook},", line, StringComparison.Ordinal);
                Assert.Contains($"    {hook})", hooks, StringComparison.Ordinal);
                return hook;
            }));
        Assert.Contains("  path: infra/azure", lines);
        var project = lines.Single(line => line.StartsWith("    project: ", StringComparison.Ordinal))["    project: ".Length..];
        Assert.True(Directory.Exists(Path.Combine(Bicep.Root, project)));
    }

    void AssertSecretsAreSecret(Outcome up)
    {
        var secrets = Secrets();
        Assert.Equal(
            ["api-key-operator", "api-key-operator-sha256", "eventbridge-client-secret", "hash-key"],
            secrets.Keys.Order(StringComparer.Ordinal));
        Assert.All(secrets.Values, value => Assert.True(value.Length >= 16));
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secrets["api-key-operator"]))),
            secrets["api-key-operator-sha256"]);
        Assert.All(secrets.Values, secret =>
        {
            Assert.DoesNotContain(secret, up.Output + up.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain(up.Calls, call => call.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(
                _installation.WorkingFiles(), file => File.ReadAllText(file).Contains(secret, StringComparison.Ordinal));
        });
    }

    void AssertWhatAzureMadeReachesAws()
    {
        var variables = _installation.State("variables")!;
        Assert.All(
            [
                "\"azure_tenant_id\": \"44444444-4444-4444-4444-444444444444\"",
                "\"azure_principal_id\": \"55555555-5555-5555-5555-555555555555\"",
                "\"azure_audience\": \"api://11111110-1111-1111-1111-111111111111\"",
                "\"webhook_client_id\": \"11111111-1111-1111-1111-111111111111\"",
                "\"webhook_scope\": \"api://11111110-1111-1111-1111-111111111111/.default\"",
            ],
            line => Assert.Contains(line, variables, StringComparison.Ordinal));
    }

    Dictionary<string, string> Secrets() => new[] { "hash-key", "api-key-operator", "api-key-operator-sha256", "eventbridge-client-secret" }
        .Select(name => (Name: name, Value: _installation.State($"secrets/{name}")))
        .Where(secret => secret.Value is not null)
        .ToDictionary(secret => secret.Name, secret => secret.Value!);

    static int Index(Outcome outcome, string start, string part = "") => outcome.Calls.ToList().FindIndex(
        call => call.StartsWith(start, StringComparison.Ordinal) && call.Contains(part, StringComparison.Ordinal));
}
