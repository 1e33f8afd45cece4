namespace DuffBeer.Core.Contracts.Expressions;

enum Comparison { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual }

static class Comparisons
{
    public static Int128 Holds(this Comparison comparison, int order) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.NotEqual => order != 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    } ? 1 : 0;
}

/// <summary>Two scalars of one type and scale.</summary>
sealed class ScalarComparison(Comparison comparison, ScalarNode left, ScalarNode right, int position) : ScalarNode(ValueType.Bool, position)
{
    readonly bool _doubles = left.Type.Kind == ValueKind.Double;

    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        value = 0;
        if (!left.TryEvaluate(row, out var a) || !right.TryEvaluate(row, out var b))
            return false;
        value = comparison.Holds(_doubles
            ? BitConverter.Int64BitsToDouble((long)a).CompareTo(BitConverter.Int64BitsToDouble((long)b))
            : a.CompareTo(b));
        return true;
    }
}

/// <summary>Two texts, by their bytes: in UTF-8 that is the order of code points.</summary>
sealed class TextComparison(Comparison comparison, TextNode left, TextNode right, int position) : ScalarNode(ValueType.Bool, position)
{
    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        value = 0;
        if (!left.TryEvaluate(row, out var a) || !right.TryEvaluate(row, out var b))
            return false;
        value = comparison.Holds(a.SequenceCompareTo(b));
        return true;
    }
}

/// <summary>Three-valued <c>and</c> and <c>or</c> as in SQL: a null decides nothing, but the other side may.</summary>
sealed class Junction(bool isOr, ScalarNode left, ScalarNode right, int position) : ScalarNode(ValueType.Bool, position)
{
    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        var decisive = isOr ? Int128.One : Int128.Zero;
        var leftKnown = left.TryEvaluate(row, out value);
        if (leftKnown && value == decisive)
            return true;
        var rightKnown = right.TryEvaluate(row, out value);
        return rightKnown && (leftKnown || value == decisive);
    }
}

sealed class Negation(ScalarNode inner, int position) : ScalarNode(ValueType.Bool, position)
{
    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        var present = inner.TryEvaluate(row, out value);
        value = Int128.One - value;
        return present;
    }
}

sealed class NullTest(Node inner, bool negated, int position) : ScalarNode(ValueType.Bool, position)
{
    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        var present = inner switch
        {
            ScalarNode scalar => scalar.TryEvaluate(row, out Int128 _),
            TextNode text => text.TryEvaluate(row, out ReadOnlySpan<byte> _),
            _ => false,
        };
        value = present == negated ? 1 : 0;
        return true;
    }
}

/// <summary>One <c>when … then …</c>; a null value represents the literal <c>null</c>.</summary>
sealed record Branch<T>(ScalarNode When, T? Then) where T : Node;

sealed class ScalarCase(
    ValueType type,
    IReadOnlyList<Branch<ScalarNode>> branches,
    ScalarNode? otherwise,
    int position) : ScalarNode(type, position)
{
    readonly Branch<ScalarNode>[] _branches = [.. branches];

    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        var taken = otherwise;
        foreach (var branch in _branches)
        {
            if (!branch.When.TryEvaluate(row, out var condition) || condition == 0)
                continue;
            taken = branch.Then;
            break;
        }

        value = 0;
        return taken is not null && taken.TryEvaluate(row, out value);
    }
}

sealed class TextCase(IReadOnlyList<Branch<TextNode>> branches, TextNode? otherwise, int position) : TextNode(position)
{
    readonly Branch<TextNode>[] _branches = [.. branches];

    public override bool TryEvaluate(RowValues row, out ReadOnlySpan<byte> value)
    {
        var taken = otherwise;
        foreach (var branch in _branches)
        {
            if (!branch.When.TryEvaluate(row, out var condition) || condition == 0)
                continue;
            taken = branch.Then;
            break;
        }

        value = default;
        return taken is not null && taken.TryEvaluate(row, out value);
    }
}

sealed class ScalarCoalesce(ValueType type, IReadOnlyList<ScalarNode> values, int position) : ScalarNode(type, position)
{
    readonly ScalarNode[] _values = [.. values];

    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        foreach (var candidate in _values)
        {
            if (candidate.TryEvaluate(row, out value))
                return true;
        }

        value = 0;
        return false;
    }
}

sealed class TextCoalesce(IReadOnlyList<TextNode> values, int position) : TextNode(position)
{
    readonly TextNode[] _values = [.. values];

    public override bool TryEvaluate(RowValues row, out ReadOnlySpan<byte> value)
    {
        foreach (var candidate in _values)
        {
            if (candidate.TryEvaluate(row, out value))
                return true;
        }

        value = default;
        return false;
    }
}
