using System.Globalization;

namespace DuffBeer.Core.Contracts.Expressions;

/// <summary>
/// The grammar, lowest binding first: or, and, not, comparison and is null, + -, * /, sign, literal, column, function, case.
/// </summary>
sealed class ExpressionParser(string text, IReadOnlyList<TableColumn> columns)
{
    const int MaxDepth = 100;

    static readonly Dictionary<string, Comparison> s_comparisons = new()
    {
        ["="] = Comparison.Equal, ["!="] = Comparison.NotEqual, ["<>"] = Comparison.NotEqual,
        ["<"] = Comparison.Less, ["<="] = Comparison.LessOrEqual, [">"] = Comparison.Greater, [">="] = Comparison.GreaterOrEqual,
    };

    readonly List<Token> _tokens = Tokenizer.Read(text);
    readonly HashSet<string> _used = [];
    int _at;
    int _depth;

    /// <summary>The columns that the expression reads.</summary>
    public IReadOnlySet<string> UsedColumns => _used;
    public bool UsesHashKey { get; private set; }

    Token Current => _tokens[_at];

    public Node Parse()
    {
        var node = Or();
        return Current.Kind == TokenKind.End
            ? node
            : throw new ExpressionException(Current.Position, $"an operator or the end was expected, not {Current}");
    }

    Node Or()
    {
        var left = And();
        while (Current.Is("or"))
        {
            var position = Next().Position;
            left = new Junction(isOr: true, Typing.Condition(left, "or"), Typing.Condition(And(), "or"), position);
        }

        return left;
    }

    Node And()
    {
        var left = Not();
        while (Current.Is("and"))
        {
            var position = Next().Position;
            left = new Junction(isOr: false, Typing.Condition(left, "and"), Typing.Condition(Not(), "and"), position);
        }

        return left;
    }

    Node Not()
    {
        if (!Current.Is("not"))
            return Compared();
        var position = Next().Position;
        return Nested(() => new Negation(Typing.Condition(Not(), "not"), position));
    }

    Node Compared()
    {
        var left = Added();
        if (Current.Is("is"))
        {
            var position = Next().Position;
            var negated = Take("not");
            Expect("null");
            return new NullTest(left, negated, position);
        }

        if (Current.Kind != TokenKind.Symbol || !s_comparisons.TryGetValue(Current.Text, out var comparison))
            return left;
        var at = Next().Position;
        return Typing.Compare(comparison, left, Added(), at);
    }

    Node Added()
    {
        var left = Multiplied();
        while (Current.Is("+") || Current.Is("-"))
        {
            var sign = Next();
            left = Typing.Sum(left, Multiplied(), sign.Is("-"), sign.Position);
        }

        return left;
    }

    Node Multiplied()
    {
        var left = Signed();
        while (Current.Is("*") || Current.Is("/"))
        {
            var sign = Next();
            left = sign.Is("*") ? Typing.Product(left, Signed(), sign.Position) : Typing.Quotient(left, Signed(), sign.Position);
        }

        return left;
    }

    Node Signed()
    {
        if (!Current.Is("-"))
            return Primary();
        var position = Next().Position;
        return Nested(() => Typing.Negative(Signed(), position));
    }

    Node Primary()
    {
        var token = Next();
        switch (token.Kind)
        {
            case TokenKind.Number:
                return Number(token);
            case TokenKind.Text:
                return new TextLiteral(token.Text, token.Position);
            case TokenKind.Symbol when token.Is("("):
                var inner = Nested(Or);
                Expect(")");
                return inner;
            case TokenKind.Name when token.Is("null"):
                return new NullNode(token.Position);
            case TokenKind.Name when token.Is("true") || token.Is("false"):
                return new ScalarLiteral(ValueType.Bool, token.Is("true") ? 1 : 0, token.Position);
            case TokenKind.Name when token.Is("case"):
                return Nested(() => Case(token.Position));
            case TokenKind.Name when Current.Is("("):
                return Nested(() => Call(token));
            case TokenKind.Name:
                return Column(token);
            default:
                throw new ExpressionException(token.Position, $"a value was expected, not {token}");
        }
    }

    static ScalarLiteral Number(Token token)
    {
        var digits = token.Text.Replace(".", "", StringComparison.Ordinal);
        if (digits.Length > ValueType.MaxPrecision)
            throw new ExpressionException(token.Position, "a number has at most 38 digits");
        var scale = token.Text.Contains('.', StringComparison.Ordinal)
            ? token.Text.Length - 1 - token.Text.IndexOf('.', StringComparison.Ordinal)
            : 0;
        return new(ValueType.Number(digits.Length, scale), Int128.Parse(digits, CultureInfo.InvariantCulture), token.Position);
    }

    Node Column(Token token)
    {
        // Of two columns with one name, the later one, which replaced the other.
        for (var slot = columns.Count - 1; slot >= 0; slot--)
        {
            if (columns[slot].Name != token.Text)
                continue;
            _used.Add(token.Text);
            return Typing.Column(columns[slot].Type, slot, token.Position);
        }

        throw new ExpressionException(token.Position,
            $"there is no column '{token.Text}' before this one{Spelling.Hint(token.Text, columns.Select(column => column.Name))}");
    }

    Node Call(Token name)
    {
        var function = Functions.Find(name);
        UsesHashKey |= function.UsesHashKey;
        Expect("(");
        var arguments = new List<Node>();
        if (!Current.Is(")"))
        {
            do
                arguments.Add(Or());
            while (Take(","));
        }

        Expect(")");
        return function.Apply(name, arguments);
    }

    Node Case(int position)
    {
        var (conditions, values) = (new List<ScalarNode>(), new List<Node>());
        while (Take("when"))
        {
            conditions.Add(Typing.Condition(Or(), "when"));
            Expect("then");
            values.Add(Or());
        }

        if (conditions.Count == 0)
            throw new ExpressionException(Current.Position, $"'when' was expected after 'case', not {Current}");
        values.Add(Take("else") ? Or() : new NullNode(position));
        Expect("end");

        var (type, unified) = Typing.Unify(values, position);
        return type.Kind == ValueKind.Text
            ? new TextCase(
                [.. conditions.Zip(unified, (when, then) => new Branch<TextNode>(when, (TextNode?)then))], (TextNode?)unified[^1], position)
            : new ScalarCase(
                type,
                [.. conditions.Zip(unified, (when, then) => new Branch<ScalarNode>(when, (ScalarNode?)then))],
                (ScalarNode?)unified[^1],
                position);
    }

    Node Nested(Func<Node> parse)
    {
        if (++_depth > MaxDepth)
            throw new ExpressionException(Current.Position, "the expression is nested too deeplyly");
        var node = parse();
        _depth--;
        return node;
    }

    Token Next() => Current.Kind == TokenKind.End ? Current : _tokens[_at++];

    bool Take(string wordOrSymbol)
    {
        if (!Current.Is(wordOrSymbol))
            return false;
        _at++;
        return true;
    }

    void Expect(string wordOrSymbol)
    {
        if (!Take(wordOrSymbol))
            throw new ExpressionException(Current.Position, $"'{wordOrSymbol}' was expected, not {Current}");
    }
}
