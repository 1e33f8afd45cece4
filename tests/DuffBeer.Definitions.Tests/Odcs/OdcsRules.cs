using System.Text.Json;
using System.Text.Json.Nodes;

namespace DuffBeer.Definitions.Tests.Odcs;

/// <summary>
/// What version 3.1.0 of the standard requires of the elements that exports have: keys, types, words. An element that is not listed here
/// must not be exported before its rules are added.
/// </summary>
static class OdcsRules
{
    /// <param name="Keys">Key → <c>text</c>, <c>number</c>, <c>whole</c>, <c>flag</c>, <c>any</c>, <c>texts</c>, words separated by a bar,
    /// an element, or a list of elements with <c>[]</c>.</param>
    sealed record Element(string[] Required, Dictionary<string, string> Keys);

    static readonly Dictionary<string, Element> s_elements = new()
    {
        ["contract"] = new(
            ["version", "apiVersion", "kind", "id", "status"],
            new()
            {
                ["version"] = "text", ["apiVersion"] = "v3.1.0", ["kind"] = "DataContract", ["id"] = "text", ["name"] = "text",
                ["status"] = "proposed|draft|active|deprecated|retired", ["domain"] = "text", ["description"] = "description",
                ["team"] = "team", ["servers"] = "server[]", ["schema"] = "table[]", ["customProperties"] = "custom[]",
            }),
        ["description"] = new([], new() { ["purpose"] = "text" }),
        ["team"] = new([], new() { ["name"] = "text", ["members"] = "member[]" }),
        ["member"] = new(["username"], new() { ["username"] = "text", ["name"] = "text", ["role"] = "text" }),
        ["custom"] = new(["property", "value"], new() { ["property"] = "text", ["value"] = "any" }),
        ["server s3"] = new(
            ["server", "type", "location"],
            new()
            {
                ["server"] = "text", ["type"] = "s3", ["description"] = "text", ["location"] = "text", ["format"] = "text",
                ["delimiter"] = "text",
            }),
        ["server local"] = new(
            ["server", "type", "path", "format"],
            new() { ["server"] = "text", ["type"] = "local", ["description"] = "text", ["path"] = "text", ["format"] = "text" }),
        ["table"] = new(
            ["name"],
            new()
            {
                ["name"] = "text", ["physicalName"] = "text", ["physicalType"] = "text", ["logicalType"] = "object",
                ["description"] = "text", ["dataGranularityDescription"] = "text", ["properties"] = "property[]", ["quality"] = "rule[]",
            }),
        ["property"] = new(
            ["name"],
            new()
            {
                ["name"] = "text", ["physicalName"] = "text", ["description"] = "text",
                ["logicalType"] = "string|date|timestamp|time|number|integer|object|array|boolean", ["physicalType"] = "text",
                ["required"] = "flag", ["primaryKey"] = "flag", ["primaryKeyPosition"] = "whole", ["unique"] = "flag",
                ["partitioned"] = "flag", ["partitionKeyPosition"] = "whole", ["classification"] = "text", ["encryptedName"] = "text",
                ["transformSourceObjects"] = "texts", ["transformLogic"] = "text", ["quality"] = "rule[]",
                ["customProperties"] = "custom[]", ["logicalTypeOptions"] = "options",
            }),
        ["options integer"] = Options("i8|i16|i32|i64|i128|u8|u16|u32|u64|u128", "number"),
        ["options number"] = Options("f32|f64", "number"),
        ["options date"] = Options("text", "text"),
        ["options timestamp"] = Options("text", "text", ("timezone", "flag"), ("defaultTimezone", "text")),
        ["rule"] = new(
            ["metric", "mustBe"],
            new()
            {
                ["name"] = "text", ["description"] = "text", ["type"] = "text|library|sql|custom",
                ["metric"] = "nullValues|missingValues|invalidValues|duplicateValues|rowCount", ["arguments"] = "any", ["mustBe"] = "any",
                ["unit"] = "text", ["severity"] = "text",
                ["dimension"] = "accuracy|completeness|conformity|consistency|coverage|timeliness|uniqueness",
            }),
    };

    /// <summary>Every mistake, with its path.</summary>
    public static IReadOnlyList<string> Broken(JsonObject contract) => [.. Broken(contract, "contract", "")];

    static Element Options(string formats, string bounds, params (string Key, string Kind)[] others) => new([], new(
        others.Select(other => KeyValuePair.Create(other.Key, other.Kind)))
    {
        ["format"] = formats, ["minimum"] = bounds, ["maximum"] = bounds, ["exclusiveMinimum"] = bounds, ["exclusiveMaximum"] = bounds,
    });

    static IEnumerable<string> Broken(JsonObject node, string name, string path)
    {
        if (!s_elements.TryGetValue(name, out var element))
            return [$"{path}: the standard has no {name}"];
        return
        [
            .. element.Required.Where(key => node[key] is null).Select(key => $"{path}.{key} is missing"),
            .. from entry in node
               let at = $"{path}.{entry.Key}"
               from mistake in element.Keys.TryGetValue(entry.Key, out var kind) ? Broken(entry.Value!, kind, node, at) : [$"{at}: no key"]
               select mistake,
        ];
    }

    static IEnumerable<string> Broken(JsonNode value, string kind, JsonObject owner, string path)
    {
        if (kind.EndsWith("[]", StringComparison.Ordinal))
            return value is JsonArray list
                ? list.SelectMany((item, index) => Broken((JsonObject)item!, NameOf(kind[..^2], (JsonObject)item!), $"{path}[{index}]"))
                : [$"{path} is no list"];
        if (kind == "options")
            return Broken((JsonObject)value, $"options {owner["logicalType"]}", path);
        if (s_elements.ContainsKey(kind))
            return value is JsonObject inner ? Broken(inner, kind, path) : [$"{path} is no mapping"];
        return Is(value, kind) ? [] : [$"{path}: {value.ToJsonString()} is no {kind}"];
    }

    static string NameOf(string kind, JsonObject item) => kind == "server" ? $"server {item["type"]}" : kind;

    static bool Is(JsonNode value, string kind) => kind switch
    {
        "any" => true,
        "text" => value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length > 0,
        "number" => value.GetValueKind() == JsonValueKind.Number,
        "whole" => value.GetValueKind() == JsonValueKind.Number && value.ToJsonString().All(char.IsAsciiDigit),
        "flag" => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "texts" => value is JsonArray list && list.All(item => item!.GetValueKind() == JsonValueKind.String),
        _ => value.GetValueKind() == JsonValueKind.String && kind.Split('|').Contains(value.GetValue<string>()),
    };
}
