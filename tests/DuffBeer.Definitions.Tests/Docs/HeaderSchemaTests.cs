using System.Text.Json;
using System.Text.RegularExpressions;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions.Docs;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Tests.Contracts;
using DuffBeer.Definitions.Yaml.UnitTests;
using YamlDotNet.RepresentationModel;

namespace DuffBeer.Definitions.Tests.Docs;

/// <summary>The schemas of headers and of unit tests agree with what the program reads.</summary>
public sealed partial class HeaderSchemaTests
{
    static readonly JsonElement s_test = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(DefinitionFolder.Default.Path, "tests", "test.schema.json"))).RootElement;

    [Theory]
    [InlineData("model")]
    [InlineData("audit")]
    [InlineData("report")]
    public void A_schema_has_the_keys_that_the_program_reads_and_requires_the_same(string kind)
    {
        var schema = Schema(kind);
        var unknown = Errors(kind, $"-- {kind}: x\n-- zzz: 1\n--\n-- Prose.\nSELECT 1").Single(error => error.Contains("'zzz'"));
        var missing = Errors(kind, $"-- {kind}: x\n--\n-- Prose.\nSELECT 1")
            .Select(error => Lacks().Match(error)).Where(match => match.Success).Select(match => match.Groups[1].Value).Append(kind);

        Assert.Equal(
            unknown[(unknown.IndexOf("expected ", StringComparison.Ordinal) + "expected ".Length)..].Split(", "),
            schema.GetProperty("properties").EnumerateObject().Select(key => key.Name));
        Assert.Equal(missing.Order(), schema.GetProperty("required").EnumerateArray().Select(key => key.GetString()!).Order());
    }

    [Fact]
    public void The_snippets_begin_a_file_of_each_kind_and_offer_every_key()
    {
        var snippets = JsonDocument.Parse(HeaderSchemas.Snippets()).RootElement;
        var bodies = snippets.EnumerateObject().Select(snippet => snippet.Value.GetProperty("body")).ToList();

        Assert.All(snippets.EnumerateObject(), snippet => Assert.Equal("sql", snippet.Value.GetProperty("scope").GetString()));
        foreach (var kind in (string[])["model", "audit", "report"])
        {
            Assert.Contains(bodies, body => body[0].GetString() == $"-- {kind}: ${{1}}");
            foreach (var key in Schema(kind).GetProperty("properties").EnumerateObject())
                Assert.Contains(bodies, body => body[0].GetString() == $"-- {key.Name}: $0");
        }
    }

    [Fact]
    public void Every_shipped_unit_test_satisfies_the_schema_and_names_it()
    {
        var files = Directory.EnumerateFiles(Path.Combine(DefinitionFolder.Default.Path, "tests"), "*.yaml", SearchOption.AllDirectories);
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));

            Assert.StartsWith("# yaml-language-server: $schema=../test.schema.json\n", text, StringComparison.Ordinal);
            Assert.Empty(JsonSchema.Validate(s_test, yaml.Documents.Single().RootNode).Select(mistake => $"{file}: {mistake}"));
        }
    }

    [Fact]
    public void The_schema_of_unit_tests_has_the_keys_that_the_loader_knows_and_requires_the_same()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "tests", "orders_summary")).FullName, "wrong.yaml");
        File.WriteAllText(file, "zzz: 1\n");
        var errors = ModelTestLoader.Load(new(folder.Path), new LoadedDefinitions(DefinitionFolder.Default).Models).Errors;

        var allowed = Allowed().Match(errors.Single(error => error.Key == "zzz").Message).Groups[1].Value.Split(", ");
        var missing = errors.Select(error => Missing().Match(error.Message)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value);

        Assert.Equal(allowed.Order(), s_test.GetProperty("properties").EnumerateObject().Select(key => key.Name).Order());
        Assert.Equal(missing.Order(), s_test.GetProperty("required").EnumerateArray().Select(key => key.GetString()!).Order());
    }

    static JsonElement Schema(string kind) =>
        JsonDocument.Parse(HeaderSchemas.All().Single(schema => schema.Name == $"{kind}.schema.json").Text).RootElement;

    static List<string> Errors(string kind, string text)
    {
        var errors = new List<DefinitionError>();
        _ = kind switch
        {
            "model" => SqlModelFile.Read("x.sql", "duff", Layer.Mart, text, errors),
            "audit" => AuditFile.Read("x.sql", text, errors),
            _ => (object?)ReportFile.Read("x.sql", text, errors),
        };
        return [.. errors.Select(error => error.Message)];
    }

    [GeneratedRegex("the header (?:lacks|lists no) (\\w+)")]
    private static partial Regex Lacks();

    [GeneratedRegex(@"\(allowed: (.*)\)")]
    private static partial Regex Allowed();

    [GeneratedRegex("'(.*)' is missing")]
    private static partial Regex Missing();
}
