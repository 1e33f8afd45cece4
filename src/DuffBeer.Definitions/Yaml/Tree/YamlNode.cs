namespace DuffBeer.Definitions.Yaml.Tree;

/// <summary>A value of a YAML file and its position; line and column are 1-based.</summary>
abstract record YamlNode(int Line, int Column)
{
    /// <summary>What it is, for messages after "not".</summary>
    public abstract string Kind { get; }
}

/// <summary>How a scalar is written. Positions inside a folded scalar cannot be located.</summary>
enum ScalarStyle { Plain, Quoted, Literal, Folded }

sealed record YamlScalar(int Line, int Column, string Value, ScalarStyle Style) : YamlNode(Line, Column)
{
    public override string Kind => Value.Length == 0 && Style == ScalarStyle.Plain ? "nothing" : $"'{Value}'";
}

sealed record YamlList(int Line, int Column, IReadOnlyList<YamlNode> Items) : YamlNode(Line, Column)
{
    public override string Kind => "a list";
}

sealed record YamlEntry(YamlScalar Key, YamlNode Value);

sealed record YamlMap(int Line, int Column, IReadOnlyList<YamlEntry> Entries) : YamlNode(Line, Column)
{
    public override string Kind => "a mapping";
}
