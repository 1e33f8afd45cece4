using System.Text.RegularExpressions;

namespace DuffBeer.Infra.Tests.Aws;

/// <summary>What the files of infra/aws say, read without Terraform.</summary>
public sealed partial class FileTests
{
    static readonly string[] s_secrets = ["webhook_client_secret", "webhook_key"];

    [Fact]
    public void The_default_prefixes_are_those_of_the_shipped_contracts()
    {
        var (_, body) = Blocks("variables.tf", "variable").Single(block => block.Name == "contract_prefixes");
        var list = Regex.Match(body, @"default = \[(.*?)\]", RegexOptions.Singleline).Groups[1].Value;

        Assert.Equal(Contracts.Prefixes, Quoted().Matches(list).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void Every_variable_has_a_description_and_a_type() =>
        Assert.Empty(
            from file in Sources("variables.tf")
            from block in Blocks(file, "variable")
            where !block.Body.Contains("\n  description = \"", StringComparison.Ordinal)
                || !Regex.IsMatch(block.Body, "\n  type +=")
            select $"{file}: {block.Name}");

    /// <summary>Free texts and switches need no check; what AWS or the code would refuse later is refused at once.</summary>
    [Fact]
    public void Every_variable_that_can_be_wrong_is_checked()
    {
        string[] free = ["oidc_audiences", "create_oidc_provider", "delete_data", "budget_only_tagged", "webhook_scope", .. s_secrets];

        Assert.Equal(
            free.Order(StringComparer.Ordinal),
            Blocks("variables.tf", "variable").Where(block => !block.Body.Contains("validation {", StringComparison.Ordinal))
                .Select(block => block.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Secrets_are_sensitive_and_no_output_has_one()
    {
        Assert.All(
            Sources("variables.tf").SelectMany(file => Blocks(file, "variable")).Where(block => s_secrets.Contains(block.Name)),
            block => Assert.Matches("sensitive += true", block.Body));
        Assert.All(
            Sources("outputs.tf").SelectMany(file => Blocks(file, "output")),
            block => Assert.DoesNotMatch("secret|webhook_key|token", block.Body));
    }

    [Fact]
    public void Every_module_pins_the_provider() =>
        Assert.All(Sources("versions.tf"), file => Assert.Contains("version = \"~> 5.100\"", Read(file), StringComparison.Ordinal));

    [Fact]
    public void Nothing_is_looked_up_while_planning() =>
        // A data source would need a network, and policies that use one would not be known in a plan.
        Assert.DoesNotContain(Sources("*.tf"), file => Regex.IsMatch(Read(file), "^data \"", RegexOptions.Multiline));

    [Fact]
    public void The_readme_names_every_variable_output_and_alarm()
    {
        var readme = Read("README.md");
        var names = Blocks("variables.tf", "variable").Concat(Blocks("outputs.tf", "output")).Select(block => block.Name)
            .Concat(Alarm().Matches(Read("modules/watch/alarms.tf")).Select(match => match.Groups[1].Value));

        Assert.All(names, name => Assert.Contains($"`{name}`", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void The_actions_of_the_app_are_those_that_its_code_calls()
    {
        var needed = PermissionTable.Operations.Where(row => AdapterCalls.All.Contains(row.Key)).SelectMany(row => row.Value)
            .Where(right => right.Place is not (Place.Key or Place.Trust));

        Assert.Equal(
            needed.Select(right => right.Action).Distinct().Order(StringComparer.Ordinal),
            AnyAction().Matches(Read("modules/access/app.tf")).Select(match => match.Groups[1].Value).Distinct()
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_the_key_names_every_resource_and_only_a_refusal_every_action()
    {
        Assert.Equal(
            ["modules/lake/key.tf"],
            Sources("*.tf").Where(file => Regex.IsMatch(Read(file), "Resource += \\[?\"\\*\"")).Select(Unix));
        Assert.Equal(
            ["modules/lake/buckets.tf"],
            Sources("*.tf").Where(file => AnyAction().Matches(Read(file)).Any(match => match.Value.Contains('*'))).Select(Unix));
        Assert.Contains("Effect    = \"Deny\"", Read("modules/lake/buckets.tf"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_trust_in_Entra_is_pinned_to_audience_and_subject() =>
        Assert.Matches(
            """Equals = \{\s+"\$\{local.issuer\}:aud" = var.azure_audience\s+"\$\{local.issuer\}:sub" = var.azure_principal_id\s+\}""",
            Read("modules/access/main.tf"));

    [TerraformFact]
    public void The_files_are_formatted_and_valid()
    {
        using var terraform = new Terraform();

        Assert.Equal("", terraform.Run("fmt", "-check", "-recursive", "."));
        Assert.Contains("The configuration is valid", terraform.Run("validate"), StringComparison.Ordinal);
    }

    [TerraformFact]
    public void Wrong_values_are_refused_before_anything_is_made()
    {
        using var terraform = new Terraform();

        var (code, _, errors) = terraform.Try(
            "plan", "-input=false", "-refresh=false", "-lock=false", "-var-file=examples/prod.tfvars",
            "-var=azure_principal_id=someone", "-var=webhook_url=http://example.com/api/events/s3", "-var=aws_region=cn-north-1",
            "-var=athena_query_bytes=1");
        var text = Regex.Replace(errors, @"[\s│]+", " ");

        Assert.Equal(1, code);
        Assert.Contains("azure_principal_id must be a GUID in lower case", text, StringComparison.Ordinal);
        Assert.Contains("webhook_url must begin with https://", text, StringComparison.Ordinal);
        Assert.Contains("aws_region must be a commercial region", text, StringComparison.Ordinal);
        Assert.Contains("athena_query_bytes must be at least 10485760", text, StringComparison.Ordinal);
    }

    static string Read(string file) => File.ReadAllText(Path.Combine(Terraform.Source, file));

    static IReadOnlyList<string> Sources(string pattern) =>
    [
        .. Directory.EnumerateFiles(Terraform.Source, pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Terraform.Source, file))
            .Where(file => !file.StartsWith(".terraform", StringComparison.Ordinal))
    ];

    static IEnumerable<(string Name, string Body)> Blocks(string file, string kind) =>
        Regex.Matches(Read(file), $"^{kind} \"(?<name>[^\"]+)\" \\{{(?<body>.*?)^\\}}", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(match => (match.Groups["name"].Value, match.Groups["body"].Value));

    static string Unix(string file) => file.Replace(Path.DirectorySeparatorChar, '/');

    [GeneratedRegex("\"([a-z0-9]+:[A-Z*][A-Za-z*]*)\"")]
    private static partial Regex AnyAction();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("alarm_name +=[^\n]*\\$\\{var.prefix\\}-([a-z-]+)\"")]
    private static partial Regex Alarm();
}
