namespace DuffBeer.Definitions.Yaml.Tree;

/// <summary>A value of a YAML file and where it begins; line and column are 1-based.</summary>
abstract record YamlNode(int Line, int Column)
{
    /// <summary>What it is, to follow "not".</summary>
    public abstract string Kind { get; }
}

/// <summary>How a scalar is written, and so where its characters can be found again; those of a folded one cannot.</summary>
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
