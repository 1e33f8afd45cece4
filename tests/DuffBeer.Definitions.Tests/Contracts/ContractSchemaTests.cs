using System.Text.Json;
using System.Text.RegularExpressions;
using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;
using YamlDotNet.RepresentationModel;

namespace DuffBeer.Definitions.Tests.Contracts;

/// <summary>The schema for editors agrees with the loader.</summary>
public partial class ContractSchemaTests
{
    /// <summary>A contract with an unknown key in every mapping and a wrong word for every choice.</summary>
    const string Wrong = """
        zzz: 1
        owner: { zzz: 1 }
        source: { zzz: 1 }
        dialect: { zzz: 1, quote: zzz, encoding: zzz, header: zzz, decimal: zzz, thousands: zzz }
        columns: [ { zzz: 1, case: zzz, key: true } ]
        derived: [ { zzz: 1 } ]
        batch: { zzz: 1 }
        rejectBudget: { zzz: 1 }
        onReupload: zzz
        onDuplicateKey: zzz
        codec: zzz
        drift: { zzz: 1, newColumn: zzz, missingOptionalColumn: zzz, type: zzz }
        """;

    static readonly string s_folder = DefinitionFolder.Default.Contracts;
    static readonly JsonElement s_schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(s_folder, "contract.schema.json"))).RootElement;
    static readonly IReadOnlyList<DefinitionError> s_errors = ContractLoader.Load(Wrong, "wrong.yaml").Errors;

    public static TheoryData<string> Contracts =>
        [.. Directory.EnumerateFiles(s_folder, "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Every_shipped_contract_satisfies_the_schema_and_names_it(string file)
    {
        var text = File.ReadAllText(Path.Combine(s_folder, file));
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));

        Assert.StartsWith("# yaml-language-server: $schema=contract.schema.json\n", text, StringComparison.Ordinal);
        Assert.Empty(JsonSchema.Validate(s_schema, yaml.Documents.Single().RootNode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("owner")]
    [InlineData("source")]
    [InlineData("dialect")]
    [InlineData("columns[0]")]
    [InlineData("derived[0]")]
    [InlineData("batch")]
    [InlineData("rejectBudget")]
    [InlineData("drift")]
    public void Schema_and_loader_allow_the_same_keys_and_require_the_same(string path)
    {
        var node = At(path);
        var unknown = s_errors.Single(error => error.Key == (path.Length == 0 ? "zzz" : $"{path}.zzz"));
        var missing = s_errors.Where(error => error.Key == path)
            .Select(error => Missing().Match(error.Message))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value);

        Assert.Equal(
            Allowed().Match(unknown.Message).Groups[1].Value.Split(", ").Order(),
            node.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order());
        var required = node.TryGetProperty("required", out var keys) ? keys.EnumerateArray().Select(key => key.GetString()!) : [];
        // Keys that the wrong contract has are required by the schema only.
        Assert.Equal(
            missing.Order(), required.Where(key => path.Length > 0 || !Wrong.Contains($"\n{key}:", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [InlineData("dialect.header")]
    [InlineData("dialect.decimal")]
    [InlineData("dialect.quote")]
    [InlineData("dialect.encoding")]
    [InlineData("columns[0].case")]
    [InlineData("onReupload")]
    [InlineData("onDuplicateKey")]
    [InlineData("codec")]
    [InlineData("drift.newColumn")]
    [InlineData("drift.missingOptionalColumn")]
    [InlineData("drift.type")]
    public void Schema_and_loader_allow_the_same_words(string path)
    {
        var message = s_errors.Single(error => error.Key == path).Message;
        var words = message[(message.IndexOf("one of ", StringComparison.Ordinal) + "one of ".Length)..];

        Assert.Equal(
            Word().Matches(words).Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Value),
            At(path).GetProperty("enum").EnumerateArray().Select(word => word.GetString()!));
    }

    [Theory]
    [InlineData("version: 0")]
    [InlineData("owner: { name: Order desk, email: none }")]
    [InlineData("dataset: Orders")]
    [InlineData("source: { prefix: /orders/ }")]
    [InlineData("columns: []")]
    [InlineData("columns: [ { name: id, type: number, description: Id } ]")]
    [InlineData("columns: [ { name: id, type: int64 } ]")]
    [InlineData("rejectBudget: 2")]
    [InlineData("batch: { files: 1 }")]
    [InlineData("batch: { maxFileBytes: 2000000 }")]
    [InlineData("validFrom: soon")]
    [InlineData("keys: { status: { created: zero } }")]
    public void The_loader_refuses_what_the_schema_refuses(string wrong)
    {
        var key = wrong[..wrong.IndexOf(':')];
        var lines = new[]
        {
            "dataset: orders",
            "version: 1",
            "description: Orders",
            "source: { prefix: orders/ }",
            "columns: [ { name: id, type: int64, description: Id }, { name: status, type: string, known: [created], description: State } ]",
        };
        var text = string.Join('\n', lines.Where(line => !line.StartsWith(key + ":", StringComparison.Ordinal)).Append(wrong));
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));

        Assert.NotEmpty(JsonSchema.Validate(s_schema, yaml.Documents.Single().RootNode));
        Assert.NotEmpty(ContractLoader.Load(text, "wrong.yaml").Errors);
        Assert.Empty(ContractLoader.Load(string.Join('\n', lines), "right.yaml").Errors);
    }

    static JsonElement At(string path)
    {
        var node = s_schema;
        foreach (var key in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
            node = key == "0]" ? node.GetProperty("items") : node.GetProperty("properties").GetProperty(key);
        return node.TryGetProperty("oneOf", out var alternatives) ? alternatives.EnumerateArray().Last() : node;
    }

    [GeneratedRegex(@"\(allowed: (.*)\)$")]
    private static partial Regex Allowed();

    [GeneratedRegex("^'(.*)' is missing$")]
    private static partial Regex Missing();

    [GeneratedRegex(@"'(.)'|[\w-]+")]
    private static partial Regex Word();
}
