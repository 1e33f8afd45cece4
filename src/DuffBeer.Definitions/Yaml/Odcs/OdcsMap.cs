using System.Globalization;
using System.Text.Json.Nodes;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml.Odcs;

/// <summary>A mapping of an imported file; it remembers what was read.</summary>
sealed class OdcsMap(YamlMap map, string path, OdcsNotes notes)
{
    public int Line => map.Line;

    public string Path => path;

    public IEnumerable<string> Keys => map.Entries.Select(entry => entry.Key.Value);

    public string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>Null if the key is missing, empty or no scalar.</summary>
    public string? Text(string key) => Find(key) is YamlScalar { Value.Length: > 0 } scalar ? Read(scalar).Value : null;

    public bool Flag(string key) => Text(key) is "true";

    public int? Integer(string key) =>
        int.TryParse(Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public OdcsMap? Map(string key) => Find(key) is YamlMap inner ? new(Read(inner), PathOf(key), notes) : null;

    public IReadOnlyList<OdcsMap> Maps(string key)
    {
        if (Find(key) is not YamlList list)
            return [];
        Read(list);
        return
        [
            .. from item in list.Items.Index()
               where item.Item is YamlMap
               select new OdcsMap((YamlMap)Read(item.Item), $"{PathOf(key)}[{item.Index}]", notes),
        ];
    }

    public IReadOnlyList<string> Texts(string key)
    {
        if (Find(key) is not YamlList list)
            return [];
        Read(list);
        return [.. list.Items.OfType<YamlScalar>().Select(scalar => Read(scalar).Value)];
    }

    /// <summary>The value as a tree; null if the key is missing.</summary>
    public JsonNode? Tree(string key) => Find(key) is { } node ? ToTree(node) : null;

    public void Note(string key, ImportNoteKind kind, string text) =>
        notes.Add(LineOf(key), kind, key.Length == 0 ? path : PathOf(key), text);

    /// <summary>The key is read, and the contract does not have it.</summary>
    public void LeaveOut(string key, string why)
    {
        if (Find(key) is { } node)
        {
            ToTree(node);
            Note(key, ImportNoteKind.LeftOut, why);
        }
    }

    /// <summary>The whole mapping is read, and the contract does not have it.</summary>
    public void LeaveOut(string why)
    {
        ToTree(map);
        Note("", ImportNoteKind.LeftOut, why);
    }

    /// <summary>The line of a key; the mapping's if it is missing.</summary>
    public int LineOf(string key) => map.Entries.FirstOrDefault(entry => entry.Key.Value == key)?.Key.Line ?? map.Line;

    YamlNode? Find(string key) => map.Entries.FirstOrDefault(entry => entry.Key.Value == key)?.Value;

    T Read<T>(T node) where T : YamlNode
    {
        notes.Read(node);
        return node;
    }

    JsonNode? ToTree(YamlNode node) => Read(node) switch
    {
        YamlMap inner => new JsonObject(
            inner.Entries.DistinctBy(entry => entry.Key.Value)
                .Select(entry => KeyValuePair.Create(entry.Key.Value, ToTree(entry.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(ToTree)]),
        YamlScalar { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value),
        YamlScalar scalar => scalar.Value,
        _ => null,
    };

    static JsonNode? Plain(string text) => text switch
    {
        "" => null,
        "true" => true,
        "false" => false,
        _ when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => text,
    };
}
