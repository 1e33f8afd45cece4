using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DuffBeer.Definitions.Yaml.Tree;

/// <summary>Reads YAML into nodes with positions. A repeated key is kept, so that it is reported with all other mistakes.</summary>
sealed class YamlTree
{
    const int MaxDepth = 20;

    readonly Parser _parser;

    YamlTree(string text) => _parser = new(new Scanner(new StringReader(text)));

    /// <exception cref="YamlException">The text is not YAML, or uses anchors, tags or several documents.</exception>
    public static YamlNode? Read(string text)
    {
        var tree = new YamlTree(text);
        try
        {
            return tree.Document();
        }
        catch (InvalidOperationException)
        {
            // The scanner throws this if a brace is left open.
            var last = tree._parser.Current?.End ?? Mark.Empty;
            throw new YamlException(last, last, "a brace, bracket or quote is not closed from here on");
        }
    }

    YamlNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.Accept<DocumentStart>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        var root = Node(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
            throw new YamlException(second.Start, second.End, "a file has one definition; a second one begins here");
        return root;
    }

    YamlNode Node(int depth)
    {
        var at = _parser.Current!;
        if (depth > MaxDepth)
            throw new YamlException(at.Start, at.End, "the file is nested too deeply");
        if (at is AnchorAlias || (at is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty)))
            throw new YamlException(at.Start, at.End, "anchors, aliases and tags are not used in definitions");

        var (line, column) = ((int)at.Start.Line, (int)at.Start.Column);
        if (_parser.TryConsume<Scalar>(out var scalar))
            return ToScalar(scalar);

        if (_parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<YamlNode>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
                items.Add(Node(depth + 1));
            return new YamlList(line, column, items);
        }

        _parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(depth + 1) as YamlScalar ?? throw new YamlException(at.Start, at.End, "a key must be a word");
            entries.Add(new(key, Node(depth + 1)));
        }

        return new YamlMap(line, column, entries);
    }

    static YamlScalar ToScalar(Scalar scalar)
    {
        var style = scalar.Style switch
        {
            YamlDotNet.Core.ScalarStyle.Literal => ScalarStyle.Literal,
            _ when scalar.End.Line > scalar.Start.Line => ScalarStyle.Folded,
            YamlDotNet.Core.ScalarStyle.Plain => ScalarStyle.Plain,
            _ => ScalarStyle.Quoted,
        };
        var isNull = style == ScalarStyle.Plain && scalar.Value is "~" or "null";
        return new((int)scalar.Start.Line, (int)scalar.Start.Column, isNull ? "" : scalar.Value, style);
    }
}
