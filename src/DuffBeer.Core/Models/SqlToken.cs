namespace DuffBeer.Core.Models;

public enum SqlTokenKind { Space, Comment, Word, QuotedName, Text, Number, Symbol, TemplateOpen, TemplateClose }

/// <summary>A piece of SQL as written in its file. Line and column are 1-based.</summary>
public readonly record struct SqlToken(SqlTokenKind Kind, string Text, int Line, int Column)
{
    public bool IsBlank => Kind is SqlTokenKind.Space or SqlTokenKind.Comment;

    public bool IsSymbol(string symbol) => Kind == SqlTokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == SqlTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
