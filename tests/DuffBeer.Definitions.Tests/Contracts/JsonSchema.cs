using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DuffBeer.Definitions.Tests.Contracts;

/// <summary>Validates YAML by the part of JSON Schema that the contracts' schema uses; other keywords throw.</summary>
static class JsonSchema
{
    static readonly HashSet<string> s_words =
        [
            "$schema", "title", "description", "type", "required", "additionalProperties", "properties", "items", "minItems", "enum",
            "pattern", "minimum", "maximum", "oneOf", "$ref", "$defs",
        ];

    /// <summary>Every mistake, with the path of its value.</summary>
    public static IReadOnlyList<string> Validate(JsonElement schema, YamlNode node) => Validate(schema, schema, node, "");

    static List<string> Validate(JsonElement root, JsonElement schema, YamlNode node, string path)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            schema = root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
        var unknown = schema.EnumerateObject().FirstOrDefault(word => !s_words.Contains(word.Name));
        if (unknown.Value.ValueKind != JsonValueKind.Undefined)
            throw new NotSupportedException(unknown.Name);

        var mistakes = new List<string>();
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(name => Is(node, name)))
            mistakes.Add($"{path}: {node} is no {type}");
        if (schema.TryGetProperty("enum", out var choices) && !choices.EnumerateArray().Any(choice => choice.GetString() == Text(node)))
            mistakes.Add($"{path}: {node} is none of {choices}");
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(Text(node), pattern.GetString()!))
            mistakes.Add($"{path}: {node} does not match {pattern}");
        if (schema.TryGetProperty("minimum", out var minimum) && Number(node) < minimum.GetDouble())
            mistakes.Add($"{path}: {node} is less than {minimum}");
        if (schema.TryGetProperty("maximum", out var maximum) && Number(node) > maximum.GetDouble())
            mistakes.Add($"{path}: {node} is more than {maximum}");
        if (schema.TryGetProperty("oneOf", out var alternatives)
            && alternatives.EnumerateArray().Count(one => Validate(root, one, node, path).Count == 0) != 1)
            mistakes.Add($"{path}: {node} is not exactly one of {alternatives}");
        if (node is YamlMappingNode mapping)
            mistakes.AddRange(Entries(root, schema, mapping, path));
        if (node is YamlSequenceNode list)
            mistakes.AddRange(Items(root, schema, list, path));
        return mistakes;
    }

    static IEnumerable<string> Entries(JsonElement root, JsonElement schema, YamlMappingNode mapping, string path)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var key in required.EnumerateArray().Where(key => !mapping.Children.Keys.Any(known => Text(known) == key.GetString())))
                yield return $"{path}: {key} is missing";
        }

        foreach (var (key, value) in mapping.Children)
        {
            var inner = $"{path}.{Text(key)}";
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(Text(key), out var known))
            {
                foreach (var mistake in Validate(root, known, value, inner))
                    yield return mistake;
            }
            else if (schema.TryGetProperty("additionalProperties", out var others))
            {
                var mistakes = others.ValueKind == JsonValueKind.False ? [$"{inner} is not a key"] : Validate(root, others, value, inner);
                foreach (var mistake in mistakes)
                    yield return mistake;
            }
        }
    }

    static IEnumerable<string> Items(JsonElement root, JsonElement schema, YamlSequenceNode list, string path)
    {
        if (schema.TryGetProperty("minItems", out var least) && list.Children.Count < least.GetInt32())
            yield return $"{path}: fewer than {least}";
        foreach (var (index, item) in list.Children.Index())
        {
            foreach (var mistake in schema.TryGetProperty("items", out var items) ? Validate(root, items, item, $"{path}[{index}]") : [])
                yield return mistake;
        }
    }

    static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(name => name.GetString()!) : [type.GetString()!];

    static bool Is(YamlNode node, string type) => type switch
    {
        "object" => node is YamlMappingNode,
        "array" => node is YamlSequenceNode,
        "number" => Number(node) is not null,
        "integer" => Number(node) is { } number && number == Math.Truncate(number),
        "boolean" => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" },
        "string" => node is YamlScalarNode && Number(node) is null && !Is(node, "boolean") && !Is(node, "null"),
        "null" => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "null" or "~" },
        _ => throw new NotSupportedException(type),
    };

    static string Text(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    static double? Number(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain } scalar
            && double.TryParse(
                scalar.Value,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number)
            && double.IsFinite(number)
            ? number
            : null;
}
