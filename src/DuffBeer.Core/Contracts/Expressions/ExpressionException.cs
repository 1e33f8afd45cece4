namespace DuffBeer.Core.Contracts.Expressions;

/// <summary>What is wrong with an expression, and at which character of it (0-based).</summary>
public sealed class ExpressionException(int position, string message) : Exception(message)
{
    public int Position { get; } = position;
}
