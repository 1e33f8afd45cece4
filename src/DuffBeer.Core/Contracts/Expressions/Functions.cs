namespace DuffBeer.Core.Contracts.Expressions;

/// <summary>A function of the language: how many arguments it takes, and the operation it compiles to.</summary>
/// <param name="Meaning">What it gives, for the reference of definitions.</param>
sealed record Function(
    string Shape, string Meaning, int Least, int Most, Func<Token, IReadOnlyList<Node>, Node> Make, bool UsesHashKey = false)
{
    public Node Apply(Token name, IReadOnlyList<Node> arguments) => arguments.Count >= Least && arguments.Count <= Most
        ? Make(name, arguments)
        : throw new ExpressionException(name.Position, $"expected {Shape}, found {arguments.Count} arguments");
}

static class Functions
{
    static readonly Dictionary<string, Function> s_all = new(StringComparer.OrdinalIgnoreCase)
    {
        ["round"] = new("round(number, places)", "The number rounded to 0 to 18 decimal places, half away from zero", 2, 2,
            (name, of) => Typing.Round(of[0], Constant(of[1], "places", 0, 18), name.Position)),
        ["coalesce"] = new("coalesce(value, value, …)", "The first value that is not null", 1, int.MaxValue,
            (name, of) => Coalesce(of, name.Position)),
        ["month"] = new("month(date)", "The month as a text such as 2026-11", 1, 1,
            (name, of) => new MonthOf(Typing.Scalar(of[0], ValueKind.Date, "month"), name.Position)),
        ["date"] = new("date(timestamp)", "The UTC day of a timestamp", 1, 1,
            (name, of) => new DayOf(Typing.Scalar(of[0], ValueKind.Timestamp, "date"), name.Position)),
        ["lower"] = new("lower(string)", "The text in lower case", 1, 1,
            (name, of) => new Cased(Typing.Text(of[0], "lower"), CaseRule.Lower, name.Position)),
        ["upper"] = new("upper(string)", "The text in upper case", 1, 1,
            (name, of) => new Cased(Typing.Text(of[0], "upper"), CaseRule.Upper, name.Position)),
        ["trim"] = new("trim(string)", "The text without surrounding space", 1, 1,
            (name, of) => new Trimmed(Typing.Text(of[0], "trim"), name.Position)),
        ["lpad"] = new("lpad(string, length, 'character')", "The text filled up on its left to a length of 1 to 1000", 3, 3,
            (name, of) => new LeftPadded(Typing.Text(of[0], "lpad"), Constant(of[1], "length", 1, 1000), Character(of[2]), name.Position)),
        ["keyed_hash"] = new("keyed_hash(string)", "HMAC-SHA256 of the text in hex, with the installation's hash key", 1, 1,
            (name, of) => new KeyedHash(Typing.Text(of[0], "keyed_hash"), name.Position), UsesHashKey: true),
        ["processing_date"] = new("processing_date()", "The UTC day on which the row's run started", 0, 0,
            (name, _) => new ProcessingDate(name.Position)),
    };

    public static IEnumerable<Function> All => s_all.Values;

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
