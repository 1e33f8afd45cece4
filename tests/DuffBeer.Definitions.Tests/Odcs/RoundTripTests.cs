using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Definitions.Yaml.Odcs;

namespace DuffBeer.Definitions.Tests.Odcs;

/// <summary>A contract that was exported and imported again is the same contract.</summary>
public sealed class RoundTripTests
{
    static readonly string s_everyKey = File.ReadAllText(
        Contracts.Repository.PathOf("tests", "DuffBeer.Definitions.Tests", "Odcs", "every-key.yaml"));

    static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Converters = { new ExpressionText() } };

    public static TheoryData<string> Texts =>
    [
        s_everyKey,
        .. Directory.EnumerateFiles(DefinitionFolder.Default.Contracts, "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllText),
        Minimal("onDuplicateKey: reject", "{ name: id, type: string, required: true, key: true, description: Id }"),
        Minimal("onDuplicateKey: allow", "{ name: id, type: string, required: true, key: true, description: Id }"),
        Minimal("batch: true", "{ name: id, type: string, description: Id }"),
        Minimal("owner: Order desk", "{ name: order, type: string, description: \"a: b # c\" }"),
        Minimal("dialect: { decimal: \",\" }", "{ name: n, type: int32, min: 5, description: N }"),
        Minimal("dialect: { decimal: \",\" }", "{ name: n, type: double, min: 5.5, description: N }"),
        Minimal("dialect: { thousands: nbsp, delimiter: space }", "{ name: n, type: int64, thousands: \"'\", description: N }"),
        Minimal("codec: snappy", "{ name: d, type: date, formats: [\"MMM d, yyyy\"], above: \"Jan 2, 2020\", description: D }"),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Export_and_import_give_the_same_contract(string text)
    {
        var contract = Contract(text);
        var exported = YamlText.Write(OdcsContract.Of(contract, "active", [new("landing", "s3://in/x/", "csv", "Files")]));

        var imported = OdcsImport.Read(exported, "exported.odcs.yaml");

        Assert.Empty(imported.Errors);
        Assert.Equal(Json(contract), Json(imported.Contracts.Single().Contract));
        Assert.DoesNotContain(imported.Notes, note => note.Kind == ImportNoteKind.Guessed);
        Assert.DoesNotContain(imported.Notes, note => note.Kind == ImportNoteKind.LeftOut && note.Path != "servers"
            && !note.Path.EndsWith(".unique", StringComparison.Ordinal) && !note.Path.EndsWith(".description", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void An_export_has_what_the_standard_requires_and_nothing_else(string text)
    {
        OdcsServer[] servers = [new("landing", "s3://in/x/", "csv", "Files"), new("lake", "/home/lake/tables/x/", "parquet", "Parts")];

        Assert.Empty(OdcsRules.Broken(OdcsContract.Of(Contract(text), "active", servers)));
    }

    [Theory]
    [InlineData("2026-01-31", "active", "proposed")]
    [InlineData("2026-02-01", "deprecated", "active")]
    public void The_status_of_a_version_follows_from_its_date(string today, string old, string current)
    {
        var newer = Contract(s_everyKey);
        var older = newer with { Version = 2, ValidFrom = null };
        var day = DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(old, OdcsContract.StatusOf(older, [older, newer], day));
        Assert.Equal(current, OdcsContract.StatusOf(newer, [older, newer], day));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_contract_that_is_written_as_its_own_file_is_the_same(string text) =>
        Assert.Equal(Json(Contract(text)), Json(Contract(YamlText.Write(ContractTree.Of(Contract(text))))));

    [Fact]
    public void One_of_the_contracts_above_uses_every_key()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(DefinitionFolder.Default.Contracts, "contract.schema.json")))!;
        var tree = ContractTree.Of(Contract(s_everyKey));

        Assert.Empty(Missing(schema, tree, ""));
    }

    /// <summary>Keys of the schema that no mapping of the tree at that place has.</summary>
    static IEnumerable<string> Missing(JsonNode schema, JsonNode tree, string path)
    {
        var mappings = tree is JsonArray list ? [.. list.OfType<JsonObject>()] : new[] { (JsonObject)tree };
        var properties = schema["properties"] ?? schema["items"]?["properties"] ?? schema["oneOf"]?.AsArray().Last()!["properties"];
        foreach (var (key, inner) in properties?.AsObject() ?? [])
        {
            var values = mappings.Select(mapping => mapping[key]).OfType<JsonNode>().ToList();
            if (values.Count == 0)
                yield return $"{path}.{key}";
            var deeper = values.FirstOrDefault(value => value is JsonObject || (value as JsonArray)?.FirstOrDefault() is JsonObject);
            foreach (var missing in deeper is null ? [] : Missing(inner!, deeper, $"{path}.{key}"))
                yield return missing;
        }
    }

    static DatasetContract Contract(string text)
    {
        var loaded = ContractLoader.Load(text, "contract.yaml");
        Assert.Empty(loaded.Errors);
        return loaded.Contract!;
    }

    static string Json(DatasetContract contract) => JsonSerializer.Serialize(contract with { Hash = "" }, s_options);

    static string Minimal(string key, string column) => $"""
        dataset: minimal
        version: 1
        description: Rows
        source: {"{"} prefix: minimal/ {"}"}
        {key}
        columns: [ {column} ]
        """;

    sealed class ExpressionText : JsonConverter<Expression>
    {
        public override Expression Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Expression value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Text);
    }
}
