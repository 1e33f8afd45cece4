namespace DuffBeer.Core.Contracts.Expressions;

/// <summary>A checked expression over one row, ready to fill a column of a declared type.</summary>
/// <remarks>Immutable: threads share it, each with its own <see cref="RowValues"/>. Numbers are computed without allocation.</remarks>
public sealed class Expression
{
    /// <summary>Maximum length: a chain of operations nests, and so does its evaluation.</summary>
    const int MaxCharacters = 4_000;

    readonly ScalarNode? _scalar;
    readonly TextNode? _text;
    readonly long _least;
    readonly long _greatest;

    Expression(string text, Node node, LogicalType type, ExpressionParser parser)
    {
        Text = text;
        UsesHashKey = parser.UsesHashKey;
        UsedColumns = parser.UsedColumns;
        (_scalar, _text) = (node as ScalarNode, node as TextNode);
        (_least, _greatest) = type.Limits;
    }

    /// <summary>The functions of the language, each with its arguments and its meaning, in alphabetical order.</summary>
    public static IReadOnlyList<(string Shape, string Meaning)> Functions { get; } =
        [.. Expressions.Functions.All.Select(function => (function.Shape, function.Meaning)).Order()];

    public string Text { get; }

    /// <summary>Whether it needs the settings' hash key.</summary>
    public bool UsesHashKey { get; }

    /// <summary>Names of the columns it reads.</summary>
    public IReadOnlySet<string> UsedColumns { get; }

    /// <summary>Checks an expression. Its columns are the slots of <see cref="RowValues"/>, in order.</summary>
    /// <exception cref="ExpressionException">It does not parse, its types do not fit, or it would have to be rounded into
    /// <paramref name="type"/>.</exception>
    public static Expression Compile(string text, IReadOnlyList<TableColumn> columns, LogicalType type)
    {
        if (text.Length > MaxCharacters)
            throw new ExpressionException(0, $"an expression has at most {MaxCharacters} characters; split it over several columns");
        var parser = new ExpressionParser(text, columns);
        return new(text, Typing.Assign(parser.Parse(), type), type, parser);
    }

    /// <summary>Computes the value into a slot of the row; false if it does not fit the declared type.</summary>
    public bool TryAssign(RowValues row, int slot)
    {
        row.SetNull(slot);
        return _scalar is null ? AssignText(row, slot, _text!) : TryAssignScalar(row, slot, _scalar);
    }

    /// <summary>Computes the values of all rows of a block; false if rows must be computed one by one.</summary>
    public bool TryAssign(BlockValues block, ScalarVector to)
    {
        ArgumentNullException.ThrowIfNull(block);
        var values = to.Values.AsSpan(0, block.Rows);
        return _scalar is not null && _scalar.TryEvaluate(block, values) && BlockArithmetic.AreWithin(values, _least, _greatest);
    }

    bool TryAssignScalar(RowValues row, int slot, ScalarNode node)
    {
        switch (node.EvaluateNarrow(row, out var value))
        {
            case Narrow.Null:
                return true;
            case Narrow.Value when value >= _least && value <= _greatest:
                row.SetScalar(slot, value);
                return true;
            default:
                return false;
        }
    }

    static bool AssignText(RowValues row, int slot, TextNode node)
    {
        if (node.TryEvaluate(row, out var utf8))
            row.SetText(slot, utf8);
        return true;
    }
}
