namespace DuffBeer.Core.Contracts.Expressions;

enum TokenKind { Name, Number, Text, Symbol, End }

/// <summary>A token of an expression. A text literal is stored without its quotes.</summary>
sealed record Token(TokenKind Kind, string Text, int Position)
{
    public bool Is(string wordOrSymbol) => Kind is TokenKind.Name or TokenKind.Symbol
        && string.Equals(Text, wordOrSymbol, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => $"the text '{Text}'",
        _ => $"'{Text}'",
    };
}
