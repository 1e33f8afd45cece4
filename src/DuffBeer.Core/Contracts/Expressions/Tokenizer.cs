using System.Text;

namespace DuffBeer.Core.Contracts.Expressions;

/// <summary>Splits an expression's text into words, numbers, quoted texts and symbols.</summary>
static class Tokenizer
{
    static readonly string[] s_symbols = ["<=", ">=", "<>", "!=", "<", ">", "=", "+", "-", "*", "/", "(", ")", ","];

    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at == text.Length)
                break;

            var token = text[at] switch
            {
                '\'' => Quoted(text, at, out at),
                >= '0' and <= '9' => Number(text, at, out at),
                '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => Name(text, at, out at),
                _ => Symbol(text, at, out at),
            };
            tokens.Add(token);
        }

        tokens.Add(new(TokenKind.End, "", text.Length));
        return tokens;
    }

    static Token Quoted(string text, int start, out int end)
    {
        var value = new StringBuilder();
        for (end = start + 1; end < text.Length; end++)
        {
            if (text[end] != '\'')
                value.Append(text[end]);
            else if (end + 1 < text.Length && text[end + 1] == '\'')
                value.Append(text[++end]);
            else
            {
                end++;
                return new(TokenKind.Text, value.ToString(), start);
            }
        }

        throw new ExpressionException(start, "the text that begins here has no closing quote");
    }

    static Token Number(string text, int start, out int end)
    {
        end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
        {
            end++;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
        }

        if (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '.'))
            throw new ExpressionException(start, "a number has digits and at most one point between them");
        return new(TokenKind.Number, text[start..end], start);
    }

    static Token Name(string text, int start, out int end)
    {
        end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        return new(TokenKind.Name, text[start..end], start);
    }

    static Token Symbol(string text, int start, out int end)
    {
        foreach (var symbol in s_symbols)
        {
            if (string.CompareOrdinal(text, start, symbol, 0, symbol.Length) != 0)
                continue;
            end = start + symbol.Length;
            return new(TokenKind.Symbol, symbol, start);
        }

        throw new ExpressionException(start, $"'{text[start]}' is not part of the expression language");
    }
}
