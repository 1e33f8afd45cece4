using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DuffBeer.Api.Tests.OpenApi;

/// <summary>Holds JSON against as much of JSON Schema as the document uses; a word that it does not know is an exception.</summary>
sealed class JsonShape(JsonElement document)
{
    static readonly HashSet<string> s_words =
    [
        "$ref", "type", "format", "description", "title", "default", "enum", "const", "properties", "required", "additionalProperties",
        "items", "oneOf", "anyOf", "minimum", "maximum",
    ];

    /// <summary>Every difference, with the path of its value.</summary>
    public IReadOnlyList<string> Differences(JsonElement schema, JsonElement value, string path = "$")
    {
        if (schema.ValueKind == JsonValueKind.True)
            return [];
        if (schema.EnumerateObject()
            .FirstOrDefault(word => !s_words.Contains(word.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
            throw new NotSupportedException(unknown.Name);
        if (schema.TryGetProperty("$ref", out var reference))
            return Differences(Resolve(reference.GetString()!), value, path);

        var found = new List<string>();
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(name => Is(value, name)))
            found.Add($"{path}: {Shown(value)} is no {type}");
        if (schema.TryGetProperty("enum", out var choices)
            && !choices.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)))
            found.Add($"{path}: {Shown(value)} is none of {choices}");
        if (schema.TryGetProperty("const", out var only) && !JsonElement.DeepEquals(only, value))
            found.Add($"{path}: {Shown(value)} is not {only}");
        if (schema.TryGetProperty("oneOf", out var one)
            && one.EnumerateArray().Count(choice => Differences(choice, value, path).Count == 0) != 1)
            found.Add($"{path}: {Shown(value)} is not exactly one of its shapes");
        if (schema.TryGetProperty("anyOf", out var any) && !any.EnumerateArray().Any(choice => Differences(choice, value, path).Count == 0))
            found.Add($"{path}: {Shown(value)} is none of its shapes");
        if (schema.TryGetProperty("format", out var format)
            && value.ValueKind == JsonValueKind.String
            && !HasFormat(value.GetString()!, format.GetString()!))
            found.Add($"{path}: {Shown(value)} is no {format}");
        if (value.ValueKind == JsonValueKind.Object)
            found.AddRange(Properties(schema, value, path));
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
            found.AddRange(value.EnumerateArray().SelectMany((item, index) => Differences(items, item, $"{path}[{index}]")));
        return found;
    }

    IEnumerable<string> Properties(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
                yield return $"{path}.{name} is lacking";
        }

        foreach (var property in value.EnumerateObject())
        {
            var inner = $"{path}.{property.Name}";
            if (schema.TryGetProperty("properties", out var known) && known.TryGetProperty(property.Name, out var of))
            {
                foreach (var difference in Differences(of, property.Value, inner))
                    yield return difference;
            }
            else if (schema.TryGetProperty("additionalProperties", out var others))
            {
                foreach (var difference in others.ValueKind == JsonValueKind.False
                    ? [$"{inner} is not in the schema"]
                    : Differences(others, property.Value, inner))
                    yield return difference;
            }
        }
    }

    JsonElement Resolve(string reference) => reference.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name));

    static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(name => name.GetString()!) : [type.GetString()!];

    static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException(type),
    };

    static bool HasFormat(string text, string format) => format switch
    {
        "date-time" => Regex.IsMatch(text, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => throw new NotSupportedException(format),
    };

    static string Shown(JsonElement value) => value.GetRawText() is { Length: > 80 } text ? text[..80] + "…" : value.GetRawText();
}
