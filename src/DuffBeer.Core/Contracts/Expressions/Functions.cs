namespace DuffBeer.Core.Contracts.Expressions;

/// <summary>A function of the language: how many arguments it takes, and the operation it compiles to.</summary>
sealed record Function(string Shape, int Least, int Most, Func<Token, IReadOnlyList<Node>, Node> Make, bool UsesHashKey = false)
{
    public Node Apply(Token name, IReadOnlyList<Node> arguments) => arguments.Count >= Least && arguments.Count <= Most
        ? Make(name, arguments)
        : throw new ExpressionException(name.Position, $"expected {Shape}, found {arguments.Count} arguments");
}

static class Functions
{
    static readonly Dictionary<string, Function> s_all = new(StringComparer.OrdinalIgnoreCase)
    {
        ["round"] = new("round(number, places)", 2, 2, (name, of) => Typing.Round(of[0], Constant(of[1], "places", 0, 18), name.Position)),
        ["coalesce"] = new("coalesce(value, value, …)", 1, int.MaxValue, (name, of) => Coalesce(of, name.Position)),
        ["month"] = new("month(date)", 1, 1, (name, of) => new MonthOf(Typing.Scalar(of[0], ValueKind.Date, "month"), name.Position)),
        ["date"] = new("date(timestamp)", 1, 1, (name, of) => new DayOf(Typing.Scalar(of[0], ValueKind.Timestamp, "date"), name.Position)),
        ["lower"] = new("lower(string)", 1, 1, (name, of) => new Cased(Typing.Text(of[0], "lower"), CaseRule.Lower, name.Position)),
        ["upper"] = new("upper(string)", 1, 1, (name, of) => new Cased(Typing.Text(of[0], "upper"), CaseRule.Upper, name.Position)),
        ["trim"] = new("trim(string)", 1, 1, (name, of) => new Trimmed(Typing.Text(of[0], "trim"), name.Position)),
        ["lpad"] = new("lpad(string, length, 'character')", 3, 3,
            (name, of) => new LeftPadded(Typing.Text(of[0], "lpad"), Constant(of[1], "length", 1, 1000), Character(of[2]), name.Position)),
        ["keyed_hash"] = new("keyed_hash(string)", 1, 1,
            (name, of) => new KeyedHash(Typing.Text(of[0], "keyed_hash"), name.Position), UsesHashKey: true),
        ["processing_date"] = new("processing_date()", 0, 0, (name, _) => new ProcessingDate(name.Position)),
    };

    public static Function Find(Token name) => s_all.TryGetValue(name.Text, out var function)
        ? function
        : throw new ExpressionException(name.Position,
            $"there is no function '{name.Text}'{Spelling.Hint(name.Text, s_all.Keys)} (there are " +
            $"{string.Join(", ", s_all.Keys.Order(StringComparer.Ordinal))})");

    static Node Coalesce(IReadOnlyList<Node> values, int position)
    {
        var (type, unified) = Typing.Unify(values, position);
        return type.Kind == ValueKind.Text
            ? new TextCoalesce([.. unified.OfType<TextNode>()], position)
            : new ScalarCoalesce(type, [.. unified.OfType<ScalarNode>()], position);
    }

    static int Constant(Node node, string what, int least, int most) =>
        node is ScalarLiteral { Type: { Kind: ValueKind.Number, Scale: 0 } } literal && literal.Literal >= least && literal.Literal <= most
            ? (int)literal.Literal
            : throw new ExpressionException(node.Position, $"{what} must be a constant from {least} to {most}");

    static byte Character(Node node) => node is TextLiteral { Literal: [>= ' ' and <= '~' and var character] }
        ? (byte)character
        : throw new ExpressionException(node.Position, "the padding must be one ASCII character in quotes, such as '0'");
}
