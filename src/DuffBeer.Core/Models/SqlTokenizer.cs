using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models;

/// <summary>Splits SQL into tokens, so that strings and comments are never taken for SQL or templates.</summary>
public sealed class SqlTokenizer
{
    static readonly string[] s_longSymbols = ["||", "::", "<>", "<=", ">=", "!=", "==", "->"];

    readonly string _file;
    readonly string _sql;
    readonly ICollection<DefinitionError> _errors;
    readonly List<SqlToken> _tokens = [];
    int _at;
    int _line;
    int _column = 1;

    SqlTokenizer(string file, string sql, int firstLine, ICollection<DefinitionError> errors)
    {
        (_file, _sql, _line, _errors) = (file, sql, firstLine, errors);
    }

    public static IReadOnlyList<SqlToken> Read(string file, string sql, int firstLine, ICollection<DefinitionError> errors)
    {
        var tokenizer = new SqlTokenizer(file, sql, firstLine, errors);
        while (tokenizer._at < sql.Length)
            tokenizer.ReadOne();
        return tokenizer._tokens;
    }

    void ReadOne()
    {
        var first = _sql[_at];
        if (char.IsWhiteSpace(first))
            Take(SqlTokenKind.Space, RunOf(char.IsWhiteSpace));
        else if (Next("--"))
            Take(SqlTokenKind.Comment, UntilLineEnd());
        else if (Next("/*"))
            Take(SqlTokenKind.Comment, Closed("*/", "comment", doubled: false));
        else if (first == '\'')
            Take(SqlTokenKind.Text, Closed("'", "string", doubled: true));
        else if (first == '"')
            Take(SqlTokenKind.QuotedName, Closed("\"", "quoted name", doubled: true));
        else if (Next("{{"))
            Take(SqlTokenKind.TemplateOpen, 2);
        else if (Next("}}"))
            Take(SqlTokenKind.TemplateClose, 2);
        else if (char.IsAsciiDigit(first))
            Take(SqlTokenKind.Number, NumberLength());
        else if (char.IsLetter(first) || first == '_')
            Take(SqlTokenKind.Word, RunOf(letter => char.IsLetterOrDigit(letter) || letter == '_'));
        else
            Take(SqlTokenKind.Symbol, s_longSymbols.Any(Next) ? 2 : 1);
    }

    bool Next(string text) => string.CompareOrdinal(_sql, _at, text, 0, text.Length) == 0;

    int RunOf(Func<char, bool> belongs)
    {
        var end = _at;
        while (end < _sql.Length && belongs(_sql[end]))
            end++;
        return end - _at;
    }

    int NumberLength()
    {
        var end = _at + RunOf(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.');
        var hasExponentSign = end < _sql.Length && _sql[end] is '+' or '-' && char.ToLowerInvariant(_sql[end - 1]) == 'e';
        if (!hasExponentSign)
            return end - _at;
        end++;
        while (end < _sql.Length && char.IsAsciiDigit(_sql[end]))
            end++;
        return end - _at;
    }

    int UntilLineEnd()
    {
        var end = _sql.IndexOf('\n', _at);
        return (end < 0 ? _sql.Length : end) - _at;
    }

    int Closed(string close, string what, bool doubled)
    {
        var search = _at + (doubled ? 1 : 2);
        while (true)
        {
            var end = _sql.IndexOf(close, search, StringComparison.Ordinal);
            if (end < 0)
            {
                _errors.Add(new(_file, _line, _column, $"A {what} begins here and does not end: close it with {close}"));
                return _sql.Length - _at;
            }

            var isDoubled = doubled && end + 1 < _sql.Length && _sql[end + 1] == close[0];
            if (!isDoubled)
                return end + close.Length - _at;
            search = end + 2;
        }
    }

    void Take(SqlTokenKind kind, int length)
    {
        var text = _sql.Substring(_at, length);
        _tokens.Add(new(kind, text, _line, _column));
        _at += length;
        foreach (var letter in text)
            (_line, _column) = letter == '\n' ? (_line + 1, 1) : (_line, _column + 1);
    }
}
