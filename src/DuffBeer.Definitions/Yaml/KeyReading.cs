using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml;

/// <summary>Reads <c>keys:</c>, the fixed surrogate keys of known values.</summary>
static class KeyReading
{
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Read(Section root, IReadOnlyList<ReadColumn> columns)
    {
        var keys = new Dictionary<string, IReadOnlyDictionary<string, long>>();
        foreach (var (name, value) in root.Map("keys")?.Entries ?? [])
        {
            var path = $"keys.{name.Value}";
            var column = columns.FirstOrDefault(column => column.Column.Name == name.Value)?.Column;
            if (column is null)
                root.Report(
                    name,
                    path,
                    $"there is no column '{name.Value}'{Spelling.Hint(name.Value, columns.Select(column => column.Column.Name))}");
            else if (value is not YamlMap map)
                root.Report(value, path, $"expected a mapping of values to keys, not {value.Kind}");
            else
                keys[name.Value] = Read(root, path, map, [.. column.Known, .. column.OneOf]);
        }

        return keys;
    }

    static Dictionary<string, long> Read(Section root, string path, YamlMap map, IReadOnlyList<string> declared)
    {
        var keys = new Dictionary<string, long>();
        foreach (var (value, node) in map.Entries)
        {
            var at = $"{path}.{value.Value}";
            if (!declared.Contains(value.Value))
                root.Report(
                    value, at, $"'{value.Value}' is not among the column's known or allowed values{Spelling.Hint(value.Value, declared)}");
            else if (keys.ContainsKey(value.Value))
                root.Report(value, at, "the value is given twice");
            else if (node is not YamlScalar scalar
                || !long.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
                || key < 1)
                root.Report(node, at, $"a key is a whole number from 1, not {node.Kind}");
            else if (keys.ContainsValue(key))
                root.Report(node, at, $"the key {key} is already that of '{keys.First(pair => pair.Value == key).Key}'");
            else
                keys.Add(value.Value, key);
        }

        return keys;
    }
}
