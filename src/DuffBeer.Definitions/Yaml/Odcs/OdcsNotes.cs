using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml.Odcs;

public enum ImportNoteKind
{
    /// <summary>The contract has it.</summary>
    Taken,

    /// <summary>The file does not say it, or says it in other terms.</summary>
    Guessed,

    /// <summary>The contract does not have it.</summary>
    LeftOut,
}

/// <summary>What became of a line of the imported file.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Path">Such as <c>schema[0].properties[2].logicalType</c>.</param>
public sealed record ImportNote(int Line, ImportNoteKind Kind, string Path, string Text);

/// <summary>Collects notes, and finds what was never read, so that nothing is left out silently.</summary>
sealed class OdcsNotes
{
    static readonly Dictionary<string, string> s_reasons = new()
    {
        ["slaProperties"] = "a contract has no service levels",
        ["slaDefaultElement"] = "a contract has no service levels",
        ["price"] = "a contract has no price",
        ["roles"] = "a contract grants no access; API keys and tokens do",
        ["relationships"] = "a contract knows no other datasets; join them in a model",
        ["quality"] = "this rule has no key in a contract; write an audit of a model",
        ["transformLogic"] = "the logic is not in the language of derived columns",
        ["encryptedName"] = "write a derived column with keyed_hash and 'hides:' to keep the column out of everything",
        ["classification"] = "a contract has no classes; a derived column with 'hides:' keeps a column out of everything",
        ["criticalDataElement"] = "a contract has no such mark",
        ["minLength"] = "a contract has no rule for the length of a text",
        ["maxLength"] = "a contract has no rule for the length of a text",
        ["pattern"] = "a contract has no rule for the pattern of a text",
        ["multipleOf"] = "a contract has no such rule; write an audit of a model",
        ["servers"] = "a contract does not say where its files are; the program's settings do",
        ["unique"] = "only a key can be unique; write an audit of a model",
        ["usage"] = "a contract has one description",
        ["limitations"] = "a contract has one description",
    };

    readonly List<ImportNote> _notes = [];
    readonly HashSet<YamlNode> _read = new(ReferenceEqualityComparer.Instance);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<ImportNote> All => [.. _notes.OrderBy(note => note.Line)];

    public void Read(YamlNode node) => _read.Add(node);

    public void Add(YamlNode at, ImportNoteKind kind, string path, string text) => Add(at.Line, kind, path, text);

    public void Add(int line, ImportNoteKind kind, string path, string text) => _notes.Add(new(line, kind, path, text));

    /// <summary>Adds a note for everything below a mapping that was not read.</summary>
    public void AddUnread(YamlMap map, string path)
    {
        foreach (var (key, value) in map.Entries)
        {
            var at = path.Length == 0 ? key.Value : $"{path}.{key.Value}";
            if (!_read.Contains(value))
                Add(key, ImportNoteKind.LeftOut, at, s_reasons.GetValueOrDefault(key.Value, "a contract has no key for it"));
            else if (value is YamlMap inner)
                AddUnread(inner, at);
            else if (value is YamlList list)
                AddUnread(list, at);
        }
    }

    void AddUnread(YamlList list, string path)
    {
        var reason = s_reasons.GetValueOrDefault(path[(path.LastIndexOf('.') + 1)..], "a contract has no key for it");
        foreach (var (index, item) in list.Items.Index())
        {
            if (item is YamlMap map && _read.Contains(item))
                AddUnread(map, $"{path}[{index}]");
            else if (!_read.Contains(item))
                Add(item, ImportNoteKind.LeftOut, $"{path}[{index}]", reason);
        }
    }
}
