using DuffBeer.Infra.Tests.Azure;

namespace DuffBeer.Infra.Tests.Deploy;

/// <summary>Mistakes of the caller: in the parameters file, in the command, on the machine.</summary>
public sealed class ParametersTests : IDisposable
{
    readonly Installation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Fact]
    public void All_mistakes_of_the_file_are_named_at_once()
    {
        _installation.ChangeParameters("\"environment\": \"test\"", "\"enviroment\": \"test\", \"terraform\": { \"project\": \"x\" }");
        _installation.ChangeParameters("\"123456789012\"", "123456789012");
        _installation.ChangeParameters("\"location\": \"westeurope\"", "\"location\": \"West Europe\", \"alwaysReady\": \"1\"");
        _installation.ChangeParameters("55555555-5555-5555-5555-555555555555", "00000000-0000-0000-0000-000000000000");

        var outcome = _installation.Run("", "plan", _installation.File);

        Assert.Equal(2, outcome.Code);
        Assert.Empty(outcome.Calls);
        Assert.Equal(
            [
                $"{_installation.File} has 6 mistakes:",
                "  - azure.subscription still has the value of the sample, \"00000000-0000-0000-0000-000000000000\".",
                "  - azure.location must be a region such as westeurope, not \"West Europe\".",
                "  - azure.alwaysReady must be a whole number from 0 to 20, not \"1\".",
                "  - aws.account must be 12 digits, from `aws sts get-caller-identity`, not 123456789012.",
                "  - enviroment is unknown. Do you mean environment?",
                "  - terraform.project is set by deploy.sh; remove it from 'terraform'.",
            ],
            outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("Name the parameters file.", "plan")]
    [InlineData("There is no command 'apply'.", "apply", "FILE")]
    [InlineData("There is no option '--force'.", "up", "FILE", "--force")]
    [InlineData("--delete-data belongs to destroy.", "up", "FILE", "--delete-data")]
    [InlineData("There is no parameters file none.json. Copy infra/parameters.sample.json.", "plan", "none.json")]
    public void A_wrong_command_is_explained(string message, params string[] arguments)
    {
        var outcome = _installation.Run("", [.. arguments.Select(argument => argument == "FILE" ? _installation.File : argument)]);

        Assert.Equal(2, outcome.Code);
        Assert.StartsWith(message, outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(outcome.Calls);
    }

    [Fact]
    public void A_scheduler_without_its_package_in_the_app_is_refused()
    {
        _installation.ChangeParameters("\"location\":", "\"durableTaskScheduler\": true, \"location\":");

        var outcome = _installation.Run("", "plan", _installation.File);

        Assert.Equal(2, outcome.Code);
        Assert.StartsWith("azure.durableTaskScheduler needs the package Microsoft.", outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(outcome.Calls);
    }

    [Fact]
    public void Missing_tools_are_named_with_where_to_get_them()
    {
        // A PATH on which only the script's own basics are.
        using var folder = new TemporaryFolder();
        foreach (var tool in (string[])["bash", "dirname", "cat"])
            File.CreateSymbolicLink(folder[tool], Path.Combine("/usr/bin", tool));

        var outcome = _installation.Run("", folder.Path, ["plan", _installation.File]);

        Assert.Equal(2, outcome.Code);
        Assert.All(
            ["az 2.70 or later: https://", "terraform 1.10", "the .NET 10 SDK", "node 20", "curl"],
            tool => Assert.Contains(tool, outcome.Errors, StringComparison.Ordinal));
    }

    [Fact]
    public void An_account_that_is_not_signed_in_is_told_how()
    {
        _installation.Fail("az account show");

        Assert.Contains("Run: az login", _installation.Run("", "plan", _installation.File).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_vault_has_one_name_in_script_and_template() => Assert.Contains(
        $", vault {Template.Value(Template.Single("Microsoft.KeyVault/vaults"), "name")}\n",
        _installation.Run("", "plan", _installation.File).Output,
        StringComparison.Ordinal);

    [Fact]
    public void Every_variable_of_the_template_is_exported_by_the_script_and_tested() =>
        Assert.Equal(
            File.ReadLines(Path.Combine(Bicep.Folder, "main.bicepparam"))
                .Where(line => line.Contains("readEnvironmentVariable('", StringComparison.Ordinal))
                .Where(line => !line.Contains("''", StringComparison.Ordinal))
                .Select(line => line.Split('\'')[1])
                .Where(name => name != "DUFFBEER_RECOVER_VAULT")
                .Append("DUFFBEER_WEBHOOK_CLIENT_ID")
                .Order(StringComparer.Ordinal),
            Template.Environment.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_sample_needs_only_values_of_the_users_own()
    {
        File.Copy(Path.Combine(Bicep.Root, "infra", "parameters.sample.json"), _installation.File, overwrite: true);

        var mistakes = _installation.Run("", "plan", _installation.File).Errors;

        Assert.Equal(3, mistakes.Split("still has the value of the sample").Length - 1);
        Assert.Contains("has 3 mistakes", mistakes, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_of_parameters_in_the_documentation_is_the_scripts_own()
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "node", [Path.Combine(Bicep.Root, "infra", "deploy", "parameters.mjs"), "table"]) { RedirectStandardOutput = true })!;

        Assert.Contains(
            process.StandardOutput.ReadToEnd().Trim(),
            File.ReadAllText(Path.Combine(Bicep.Root, "infra", "README.md")),
            StringComparison.Ordinal);
    }
}
