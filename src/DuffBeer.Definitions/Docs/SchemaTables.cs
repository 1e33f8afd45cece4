using System.Text.Json;

namespace DuffBeer.Definitions.Docs;

/// <summary>The keys that a JSON Schema allows, as a table per mapping.</summary>
static class SchemaTables
{
    /// <param name="file">A schema below the shipped definitions.</param>
    public static IEnumerable<string> Of(string file)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Sql.DefinitionFolder.Default.Path, file)));
        return [.. Sections(schema.RootElement, "The file", schema.RootElement)];
    }

    static IEnumerable<string> Sections(JsonElement root, string heading, JsonElement mapping)
    {
        var keys = mapping.GetProperty("properties").EnumerateObject().ToList();
        List<string> required = mapping.TryGetProperty("required", out var names)
            ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
            : [];
        return
        [
            $"## {heading}",
            "",
            .. Markdown.Table(["key", "takes", "means"], keys.Select(key => (IReadOnlyList<string>)
            [
                Markdown.Code(key.Name),
                Takes(root, key.Name, key.Value) + (required.Contains(key.Name) ? "; required" : ""),
                Markdown.Text(key.Value.GetProperty("description").GetString()!),
            ])),
            .. from key in keys
               let inner = Inner(key.Value)
               where inner.ValueKind == JsonValueKind.Object
               from line in Sections(root, Heading(key.Name, key.Value), inner)
               select line,
        ];
    }

    static string Heading(string key, JsonElement value) =>
        TypeOf(value) == "array" ? $"Each of {Markdown.Code(key)}" : Markdown.Code(key);

    /// <summary>The mapping with known keys that a value is or lists; undefined for any other value.</summary>
    static JsonElement Inner(JsonElement value)
    {
        if (value.TryGetProperty("properties", out _))
            return value;
        if (value.TryGetProperty("items", out var items))
            return Inner(items);
        return value.TryGetProperty("oneOf", out var choices)
            ? choices.EnumerateArray().Select(Inner).FirstOrDefault(inner => inner.ValueKind == JsonValueKind.Object)
            : default;
    }

    static string Takes(JsonElement root, string key, JsonElement value)
    {
        if (value.TryGetProperty("$ref", out var reference))
            return Takes(root, key, root.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]));
        if (value.TryGetProperty("enum", out var allowed))
            return Markdown.Codes(allowed.EnumerateArray().Select(word => word.ToString()).Select(Yaml));
        if (value.TryGetProperty("oneOf", out var choices))
            return string.Join(" or ", choices.EnumerateArray().Select(choice => Takes(root, key, choice)));
        return TypeOf(value) switch
        {
            "array" => value.GetProperty("items") is var items && Inner(items).ValueKind == JsonValueKind.Object
                ? "list of mappings, see below"
                : $"list of {Plural(Takes(root, key, items))}",
            "object" => value.TryGetProperty("properties", out _) ? "mapping, see below" : "mapping",
            "integer" => $"whole number{Range(value)}",
            "number" => $"number{Range(value)}",
            "boolean" => "`true` or `false`",
            "string" => "text",
            "null" => "nothing",
            var several => several.Replace("string", "text", StringComparison.Ordinal),
        };
    }

    // JSON writes booleans with a capital; YAML does not.
    static string Yaml(string word) => word is "True" or "False" ? word.ToLowerInvariant() : word;

    static string Plural(string what) => what is "text" or "mapping" ? $"{what}s" : what;

    static string TypeOf(JsonElement value) => !value.TryGetProperty("type", out var type) ? ""
        : type.ValueKind == JsonValueKind.Array ? string.Join(" or ", type.EnumerateArray().Select(one => one.GetString()))
        : type.GetString()!;

    static string Range(JsonElement value) => (Bound(value, "minimum"), Bound(value, "maximum")) switch
    {
        ({ } least, { } most) => $", {least} to {most}",
        ({ } least, null) => $", at least {least}",
        (null, { } most) => $", at most {most}",
        _ => "",
    };

    static string? Bound(JsonElement value, string name) => value.TryGetProperty(name, out var bound) ? bound.GetRawText() : null;
}
