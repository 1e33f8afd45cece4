namespace DuffBeer.Core.Contracts.Expressions;

/// <summary>One operation of a checked expression. It is stateless: row and results are in <see cref="RowValues"/>.</summary>
abstract class Node(ValueType type, int position)
{
    public ValueType Type { get; } = type;

    /// <summary>Its position in the expression's text.</summary>
    public int Position { get; } = position;
}

/// <summary>The literal <c>null</c>: it takes the type of the values next to it.</summary>
sealed class NullNode(int position) : Node(ValueType.Null, position);

/// <summary>The outcome of computing a value in 64 bits.</summary>
enum Narrow { Null, Value, Wide }

/// <summary>Everything but text: unscaled numbers, days, microseconds, 0 or 1, the bits of a double.</summary>
abstract class ScalarNode(ValueType type, int position) : Node(type, position)
{
    /// <summary>False for null.</summary>
    public abstract bool TryEvaluate(RowValues row, out Int128 value);

    /// <summary>The same in 64 bits, several times as fast; <see cref="Narrow.Wide"/> if it does not fit.</summary>
    public virtual Narrow EvaluateNarrow(RowValues row, out long value)
    {
        value = 0;
        if (!TryEvaluate(row, out var wide))
            return Narrow.Null;
        value = (long)wide;
        return value == wide ? Narrow.Value : Narrow.Wide;
    }

    /// <summary>
    /// The same for all rows of a block without nulls; false if that is not supported and rows must be computed one by one.
    /// </summary>
    /// <param name="block">The rows' values.</param>
    /// <param name="to">One result per row.</param>
    public virtual bool TryEvaluate(BlockValues block, Span<long> to) => false;
}

abstract class TextNode(int position) : Node(ValueType.Text, position)
{
    /// <summary>False for null. The bytes are valid as long as the row.</summary>
    public abstract bool TryEvaluate(RowValues row, out ReadOnlySpan<byte> value);
}
