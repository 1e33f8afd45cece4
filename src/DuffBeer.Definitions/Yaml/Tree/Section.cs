using System.Globalization;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Definitions.Yaml.Tree;

/// <summary>An allowed word and its value.</summary>
sealed record Choice<T>(string Word, T Value);

/// <summary>One mapping of a definition. Its keys are read by type; unknown, repeated, missing and mistyped keys are reported.</summary>
sealed class Section
{
    readonly YamlMap _map;
    readonly Findings _findings;
    readonly string _path;

    /// <param name="path">Path of the mapping itself; empty for the file's root.</param>
    public Section(YamlMap map, string path, Findings findings, params IReadOnlyList<string> allowed)
    {
        (_map, _path, _findings) = (map, path, findings);
        foreach (var (key, value) in map.Entries)
        {
            if (!allowed.Contains(key.Value))
                findings.Add(key, PathOf(key.Value), Unknown(key.Value, value, allowed));
        }

        foreach (var doubled in map.Entries.GroupBy(entry => entry.Key.Value).Where(group => group.Count() > 1))
            findings.Add(
                doubled.ElementAt(1).Key, PathOf(doubled.Key), $"the key is given twice, first in line {doubled.First().Key.Line}");
    }

    public string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    public YamlNode? Find(string key) => _map.Entries.FirstOrDefault(entry => entry.Key.Value == key)?.Value;

    public void Report(string key, string message) => _findings.Add(Find(key) ?? _map, PathOf(key), message);

    public void Report(YamlNode at, string key, string message) => _findings.Add(at, PathOf(key), message);

    public YamlScalar? Scalar(string key, string wanted = "a text") => Find(key) switch
    {
        null => null,
        YamlScalar scalar when scalar.Value.Length > 0 || scalar.Style == ScalarStyle.Quoted => scalar,
        var other => Wrong<YamlScalar>(key, other, wanted),
    };

    public string Text(string key, string otherwise = "") => Scalar(key)?.Value ?? otherwise;

    /// <summary>Empty, with a finding, if the key is missing.</summary>
    public string Required(string key)
    {
        Require(key);
        return Text(key);
    }

    /// <summary>What the mapping describes, in words; docs, tables and the API show it.</summary>
    public string Description()
    {
        var text = Required("description");
        if (Find("description") is YamlScalar { Style: ScalarStyle.Quoted } && string.IsNullOrWhiteSpace(text))
            Report("description", "a description must say what this is");
        return text;
    }

    public void Require(string key)
    {
        if (Find(key) is null)
            _findings.Add(_map, _path, $"'{key}' is missing");
    }

    public bool Flag(string key, bool otherwise = false) => Scalar(key, "true or false") switch
    {
        null => otherwise,
        { Value: "true" } => true,
        { Value: "false" } => false,
        var other => Wrong<object>(key, other, "true or false") is not null,
    };

    public long? Integer(string key)
    {
        if (Scalar(key, "a whole number") is not { } scalar)
            return null;
        if (long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return value;
        Wrong<object>(key, scalar, "a whole number");
        return null;
    }

    public double? Number(string key)
    {
        if (Scalar(key, "a number") is not { } scalar)
            return null;
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (double.TryParse(scalar.Value, style, CultureInfo.InvariantCulture, out var value))
            return value;
        Wrong<object>(key, scalar, "a number");
        return null;
    }

    /// <summary>One of a few words, mapped to its value.</summary>
    public T Choice<T>(string key, T otherwise, params IReadOnlyList<Choice<T>> choices)
    {
        var words = choices.Select(choice => choice.Word).ToList();
        var allowed = $"one of {string.Join(", ", words.Select(word => word.Length > 1 ? word : $"'{word}'"))}";
        if (Scalar(key, allowed) is not { } scalar)
            return otherwise;
        if (words.IndexOf(scalar.Value) is >= 0 and var index)
            return choices[index].Value;
        Report(scalar, key, $"'{scalar.Value}' is not allowed; it must be {allowed}{Spelling.Hint(scalar.Value, words)}");
        return otherwise;
    }

    public IReadOnlyList<YamlScalar> Scalars(string key)
    {
        if (Items(key) is not { } items)
            return [];
        var scalars = new List<YamlScalar>();
        for (var index = 0; index < items.Count; index++)
        {
            if (items[index] is YamlScalar scalar)
                scalars.Add(scalar);
            else
                Report(items[index], $"{key}[{index}]", $"expected a text, not {items[index].Kind}");
        }

        return scalars;
    }

    public IReadOnlyList<string> Texts(string key) => [.. Scalars(key).Select(scalar => scalar.Value)];

    public IReadOnlyList<YamlNode>? Items(string key) => Find(key) switch
    {
        null => null,
        YamlList list => list.Items,
        var other => Wrong<IReadOnlyList<YamlNode>>(key, other, "a list"),
    };

    /// <summary>The mappings of a list, each with its index.</summary>
    public IEnumerable<Section> Sections(string key, params IReadOnlyList<string> allowed)
    {
        var items = Items(key) ?? [];
        for (var index = 0; index < items.Count; index++)
        {
            if (items[index] is YamlMap map)
                yield return new(map, PathOf($"{key}[{index}]"), _findings, allowed);
            else
                Report(items[index], $"{key}[{index}]", $"expected a mapping, not {items[index].Kind}");
        }
    }

    public Section? Child(string key, params IReadOnlyList<string> allowed) =>
        Map(key) is { } map ? new(map, PathOf(key), _findings, allowed) : null;

    public YamlMap? Map(string key) => Find(key) switch
    {
        null => null,
        YamlMap map => map,
        var other => Wrong<YamlMap>(key, other, "a mapping"),
    };

    T? Wrong<T>(string key, YamlNode found, string wanted) where T : class
    {
        Report(found, key, $"expected {wanted}, not {found.Kind}");
        return null;
    }

    static string Unknown(string key, YamlNode value, IReadOnlyList<string> allowed)
    {
        var hint = value is YamlScalar { Value: "", Style: ScalarStyle.Plain }
            ? "; a value with a comma between braces must be quoted"
            : Spelling.Hint(key, allowed);
        return $"'{key}' is not a key here{hint} (allowed: {string.Join(", ", allowed)})";
    }
}
