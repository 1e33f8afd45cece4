namespace DuffBeer.Core.Contracts.Expressions;

/// <summary>Creates type-checked operations, or says why operands do not fit.</summary>
/// <remarks>
/// Exact numbers have p digits, s of them after the point (int32 is 10,0; int64 is 19,0; a literal has what it shows):
/// <c>a + b</c>, <c>a - b</c>: s = max(s), one integer digit more than the longer. <c>a * b</c>: p = pa + pb, s = sa + sb.
/// <c>a / 10^k</c>: s + k, the same digits. <c>round(a, k)</c>: k decimal places, one integer digit more. <c>coalesce</c>,
/// <c>case</c>, comparisons: room for both. More than 38 digits are refused when the contract is loaded, so nothing can overflow later
/// but the declared type of the column. A double is not computed with: declare a decimal. Null makes everything null but
/// <c>is null</c>, <c>coalesce</c>, <c>case</c> and what <c>and</c>, <c>or</c> decide without it.
/// </remarks>
static class Typing
{
    public static Node Column(LogicalType type, int slot, int position) => type.Kind == TypeKind.String
        ? new TextColumnNode(slot, position)
        : new ScalarColumn(ValueType.Of(type), slot, position);

    public static Node Sum(Node left, Node right, bool minus, int position)
    {
        var sign = minus ? "-" : "+";
        var (a, b) = SameScale(Number(left, sign), Number(right, sign), position);
        var digits = Math.Max(a.Type.IntegerDigits, b.Type.IntegerDigits) + 1;
        return new Sum(Numeric(digits + a.Type.Scale, a.Type.Scale, position), a, b, minus, position);
    }

    public static Node Product(Node left, Node right, int position)
    {
        var (a, b) = (Number(left, "*"), Number(right, "*"));
        return new Product(Numeric(a.Type.Precision + b.Type.Precision, a.Type.Scale + b.Type.Scale, position), a, b, position);
    }

    public static Node Quotient(Node left, Node right, int position)
    {
        var number = Number(left, "/");
        var places = right is ScalarLiteral { Type: { Kind: ValueKind.Number, Scale: 0 } } divisor ? PowerOfTen(divisor.Literal) : null;
        if (places is not { } k)
            throw new ExpressionException(right.Position, "only division by a constant power of ten (1, 10, 100, …) is exact");
        var scale = number.Type.Scale + k;
        return new Retyped(Numeric(Math.Max(number.Type.Precision, scale), scale, position), number, position);
    }

    public static Node Negative(Node inner, int position)
    {
        var number = Number(inner, "-");
        return number is ScalarLiteral literal
            ? new ScalarLiteral(number.Type, -literal.Literal, position)
            : new Scaled(number.Type, number, -1, position);
    }

    public static Node Round(Node inner, int places, int position)
    {
        var number = Number(inner, "round");
        var cut = number.Type.Scale - places;
        return cut <= 0
            ? number
            : new Rounded(Numeric(Math.Max(1, number.Type.IntegerDigits + 1 + places), places, position), number, Power(cut), position);
    }

    public static Node Compare(Comparison comparison, Node left, Node right, int position)
    {
        if (left is TextNode a && right is TextNode b)
            return new TextComparison(comparison, a, b, position);
        if (left is NullNode || right is NullNode)
            throw new ExpressionException(position, "nothing compares with null; use 'is null' or 'is not null'");
        var (x, y) = Alike(left, right, position);
        return new ScalarComparison(comparison, x, y, position);
    }

    public static ScalarNode Condition(Node node, string of) => node is ScalarNode { Type.Kind: ValueKind.Bool } condition
        ? condition
        : throw new ExpressionException(node.Position, $"'{of}' needs a condition, not {node.Type}");

    public static TextNode Text(Node node, string of) => node as TextNode
        ?? throw new ExpressionException(node.Position, $"'{of}' needs a string, not {node.Type}");

    public static ScalarNode Scalar(Node node, ValueKind kind, string of) => node is ScalarNode scalar && scalar.Type.Kind == kind
        ? scalar
        : throw new ExpressionException(node.Position, $"'{of}' needs {new ValueType(kind)}, not {node.Type}");

    /// <summary>Converts alternative values to one type; a literal null stays a null reference.</summary>
    public static (ValueType Type, IReadOnlyList<Node?> Values) Unify(IReadOnlyList<Node> values, int position)
    {
        var typed = values.FirstOrDefault(value => value is not NullNode)
            ?? throw new ExpressionException(position, "at least one value must not be null");
        if (values.FirstOrDefault(value => value is not NullNode && value.Type.Kind != typed.Type.Kind) is { } other)
            throw new ExpressionException(
                other.Position, $"this is {other.Type}, but {typed.Type} comes before it; all must have one type");
        if (typed.Type.Kind != ValueKind.Number)
            return (typed.Type, [.. values.Select(value => value is NullNode ? null : value)]);

        var numbers = values.OfType<ScalarNode>().ToList();
        var scale = numbers.Max(number => number.Type.Scale);
        var type = Numeric(numbers.Max(number => number.Type.IntegerDigits) + scale, scale, position);
        return (type, [.. values.Select(value => value is ScalarNode number ? Rescale(number, scale, position) : null)]);
    }

    /// <summary>The expression as a value of a declared type. A number is widened where that is exact, never rounded.</summary>
    public static Node Assign(Node node, LogicalType target)
    {
        var wanted = ValueType.Of(target);
        if (node is NullNode)
            throw new ExpressionException(node.Position, "the value is always null");
        if (node.Type.Kind != wanted.Kind)
            throw new ExpressionException(node.Position, $"the value is {node.Type}, but {target} is declared");
        if (wanted.Kind != ValueKind.Number)
            return node;
        if (node.Type.Scale > wanted.Scale)
            throw new ExpressionException(node.Position,
                $"the value has {node.Type.Scale} decimal places, but {target} is declared; use round(…, {wanted.Scale})");
        return Rescale((ScalarNode)node, wanted.Scale, node.Position);
    }

    static (ScalarNode, ScalarNode) Alike(Node left, Node right, int position)
    {
        if (left is not ScalarNode a || right is not ScalarNode b || a.Type.Kind != b.Type.Kind)
            throw new ExpressionException(position, $"{left.Type} cannot be compared with {right.Type}");
        return a.Type.Kind == ValueKind.Number ? SameScale(a, b, position) : (a, b);
    }

    static ScalarNode Number(Node node, string of) => node is ScalarNode { Type.Kind: ValueKind.Number } number
        ? number
        : throw new ExpressionException(node.Position, node.Type.Kind == ValueKind.Double
            ? $"'{of}' needs an exact number, not a double; declare the column as a decimal"
            : $"'{of}' needs a number, not {node.Type}");

    static (ScalarNode, ScalarNode) SameScale(ScalarNode a, ScalarNode b, int position)
    {
        var scale = Math.Max(a.Type.Scale, b.Type.Scale);
        return (Rescale(a, scale, position), Rescale(b, scale, position));
    }

    static ScalarNode Rescale(ScalarNode number, int scale, int position)
    {
        var places = scale - number.Type.Scale;
        if (places == 0)
            return number;
        var type = Numeric(number.Type.Precision + places, scale, position);
        return number is ScalarLiteral literal
            ? new ScalarLiteral(type, literal.Literal * Power(places), number.Position)
            : new Scaled(type, number, Power(places), number.Position);
    }

    static ValueType Numeric(int precision, int scale, int position) => precision <= ValueType.MaxPrecision
        ? ValueType.Number(precision, scale)
        : throw new ExpressionException(
            position, $"the result may need {precision} digits, but only 38 are exact; declare smaller types, or round a part");

    static Int128 Power(int places)
    {
        var power = Int128.One;
        for (var i = 0; i < places; i++)
            power *= 10;
        return power;
    }

    static int? PowerOfTen(Int128 value)
    {
        for (var places = 0; places <= 18; places++)
        {
            if (value == Power(places))
                return places;
        }

        return null;
    }
}
