using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models;

/// <summary>Parses the templates in SQL; arguments are SQL with their own commas, quotes, brackets and templates.</summary>
public sealed class SqlTemplateParser
{
    static readonly string[] s_dateUnits = ["day", "week", "month", "quarter", "year"];

    readonly string _file;
    readonly IReadOnlyList<SqlToken> _tokens;
    readonly ICollection<DefinitionError> _errors;
    readonly ClauseTracker _clause = new();
    int _at;

    SqlTemplateParser(string file, IReadOnlyList<SqlToken> tokens, ICollection<DefinitionError> errors)
    {
        (_file, _tokens, _errors) = (file, tokens, errors);
    }

    /// <param name="firstLine">Line of the file on which <paramref name="sql"/> begins.</param>
    public static SqlTemplate Parse(string file, string sql, int firstLine, ICollection<DefinitionError> errors)
    {
        var parser = new SqlTemplateParser(file, SqlTokenizer.Read(file, sql, firstLine, errors), errors);
        return parser.ReadUntil(_ => false);
    }

    SqlTemplate ReadUntil(Func<SqlToken, bool> isEnd)
    {
        var parts = new List<SqlPart>();
        var text = new List<SqlToken>();
        var depth = 0;
        for (; _at < _tokens.Count; _at++)
        {
            var token = _tokens[_at];
            if (depth == 0 && isEnd(token))
                break;
            if (token.Kind == SqlTokenKind.TemplateOpen)
            {
                Flush();
                if (ReadTemplate(token) is { } part)
                    parts.Add(part);
                continue;
            }

            if (token.Kind == SqlTokenKind.TemplateClose)
                Fail(token, "}} without {{");
            depth += token.IsSymbol("(") ? 1 : token.IsSymbol(")") ? -1 : 0;
            _clause.See(token);
            text.Add(token);
        }

        Flush();
        return new(parts);

        void Flush()
        {
            if (text.Count == 0)
                return;
            parts.Add(new SqlText([.. text], text[0].Line, text[0].Column));
            text.Clear();
        }
    }

    // Leaves _at on the closing braces, or on the last token if they are missing.
    SqlPart? ReadTemplate(SqlToken open)
    {
        _at++;
        var name = Skip();
        if (name.Kind != SqlTokenKind.Word)
            return FailAndClose(open, "expected the name of a function or parameter after {{");
        _at++;
        if (Skip().Kind == SqlTokenKind.TemplateClose)
            return new TemplateParameter(name.Text, _clause.InWhere, name.Line, name.Column);
        if (!TemplateFunction.All.TryGetValue(name.Text, out var function))
            return FailAndClose(name, $"unknown template {name.Text}: expected one of {string.Join(", ", TemplateFunction.All.Keys)}");
        if (!Skip().IsSymbol("("))
            return FailAndClose(name, $"expected {{{{ {function.Usage} }}}}");
        if (ReadArguments() is not { } arguments || Skip().Kind != SqlTokenKind.TemplateClose)
            return FailAndClose(name, $"{{{{ {name.Text}(…) is not closed: write {{{{ {function.Usage} }}}}");
        return ToCall(function, name, arguments);
    }

    // Null if the closing bracket is missing.
    List<SqlTemplate>? ReadArguments()
    {
        var arguments = new List<SqlTemplate>();
        _clause.Open();
        do
        {
            _at++;
            arguments.Add(ReadUntil(token => token.IsSymbol(",") || token.IsSymbol(")") || token.Kind == SqlTokenKind.TemplateClose));
        }
        while (_at < _tokens.Count && _tokens[_at].IsSymbol(","));
        _clause.Close();
        if (_at >= _tokens.Count || !_tokens[_at].IsSymbol(")"))
            return null;
        _at++;
        return arguments;
    }

    TemplateCall? ToCall(TemplateFunction function, SqlToken name, List<SqlTemplate> arguments)
    {
        var literal = function.TakesLiteral ? LiteralOf(arguments[0]) : null;
        var rest = function.TakesLiteral ? arguments[1..] : arguments;
        var isEmpty = rest.Any(argument => argument.Parts.All(part => part is SqlText text && text.Tokens.All(token => token.IsBlank)));
        if ((function.TakesLiteral && literal is null) || isEmpty || !function.Takes(rest.Count))
        {
            Fail(name, $"expected {{{{ {function.Usage} }}}}");
            return null;
        }

        if (function.Name == TemplateFunction.TruncateDate && !s_dateUnits.Contains(literal))
            Fail(name, $"truncate_date does not support '{literal}': expected {string.Join(", ", s_dateUnits)}");
        return new(function.Name, literal, rest, name.Line, name.Column);
    }

    static string? LiteralOf(SqlTemplate argument) =>
        argument.Parts is [SqlText text] && text.Tokens.Where(token => !token.IsBlank).ToList() is [{ Kind: SqlTokenKind.Text } only]
            ? only.Text[1..^1].Replace("''", "'", StringComparison.Ordinal)
            : null;

    SqlToken Skip()
    {
        while (_at < _tokens.Count && _tokens[_at].IsBlank)
            _at++;
        return _at < _tokens.Count ? _tokens[_at] : default;
    }

    void Fail(SqlToken at, string message) => _errors.Add(new(_file, at.Line, at.Column, message));

    SqlPart? FailAndClose(SqlToken at, string message)
    {
        Fail(at, message);
        while (_at < _tokens.Count && _tokens[_at].Kind != SqlTokenKind.TemplateClose)
            _at++;
        return null;
    }
}
