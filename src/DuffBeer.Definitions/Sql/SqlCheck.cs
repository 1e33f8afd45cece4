using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;

namespace DuffBeer.Definitions.Sql;

/// <summary>Refuses SQL that Trino and DuckDB interpret differently, that only one of them knows, or that is not deterministic.</summary>
public static class SqlCheck
{
    static readonly Dictionary<string, string> s_functions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["avg"] = "engines round means of decimals differently: write {{ mean(x) }}",
        ["concat"] = "engines treat null differently: write {{ concat(a, b) }} or a || b",
        ["greatest"] = "engines treat null differently: write {{ greatest(a, b) }}",
        ["least"] = "engines treat null differently: write {{ least(a, b) }}",
        ["regexp_replace"] = "engines replace all matches or the first: write {{ regexp_replace(x, pattern, replacement) }}",
        ["date_trunc"] = "engines return a date or a timestamp: write {{ truncate_date('month', date) }}",
        ["date_diff"] = "engines count differently: write {{ days_between(from, to) }}",
        ["datediff"] = "only one engine supports it: write {{ days_between(from, to) }}",
        ["string_agg"] = "only one engine supports it: write ARRAY_JOIN(ARRAY_AGG(x ORDER BY x), ', ')",
        ["listagg"] = "engines write it differently: write ARRAY_JOIN(ARRAY_AGG(x ORDER BY x), ', ')",
        ["now"] = NotRepeatable,
        ["random"] = NotRepeatable,
        ["rand"] = NotRepeatable,
        ["uuid"] = NotRepeatable,
    };

    static readonly Dictionary<string, string> s_words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["current_date"] = NotRepeatable,
        ["current_time"] = NotRepeatable,
        ["current_timestamp"] = NotRepeatable,
        ["localtime"] = NotRepeatable,
        ["localtimestamp"] = NotRepeatable,
        ["qualify"] = "only DuckDB supports it: put the SELECT into a subquery and filter outside",
        ["ilike"] = "only DuckDB supports it: write LOWER(x) LIKE pattern",
        ["exclude"] = "only DuckDB supports it: name the columns",
    };

    static readonly Dictionary<string, string> s_symbols = new()
    {
        ["/"] = "engines divide integers and decimals differently: write {{ ratio(a, b) }}",
        ["?"] = "a parameter is written {{ name }}",
        [";"] = "a definition is one SELECT without a semicolon",
        ["::"] = "only DuckDB supports it: write CAST(x AS type)",
        ["=="] = "only DuckDB supports it: write =",
        ["->"] = "engines write lambdas differently: write a join or a CASE",
    };

    const string NotRepeatable = "the same data must give the same rows: use a date of the data or a setting";

    public static IEnumerable<DefinitionError> Of(string file, SqlTemplate sql)
    {
        SqlToken[] tokens = [.. sql.Tokens.Where(token => !token.IsBlank)];
        if (tokens.Length == 0 || !(tokens[0].IsWord("SELECT") || tokens[0].IsWord("WITH")))
            yield return new(file, tokens.FirstOrDefault().Line, 1, "a definition is one SELECT, or WITH … SELECT");

        for (var at = 0; at < tokens.Length; at++)
        {
            if (Mistake(tokens, at) is { } mistake)
                yield return new(file, tokens[at].Line, tokens[at].Column, $"{tokens[at].Text}: {mistake}");
        }
    }

    static string? Mistake(SqlToken[] tokens, int at)
    {
        var token = tokens[at];
        var before = at > 0 ? tokens[at - 1] : default;
        switch (token.Kind)
        {
            case SqlTokenKind.Symbol when token.Text == "*":
                var isSelected = before.IsWord("SELECT") || before.IsWord("DISTINCT") || before.IsSymbol(",") || before.IsSymbol(".");
                return isSelected ? "name the columns, so that a new column upstream changes nothing here" : null;
            case SqlTokenKind.Symbol:
                return s_symbols.GetValueOrDefault(token.Text);
            case SqlTokenKind.Word when before.IsSymbol("."):
                return null;
            case SqlTokenKind.Word when token.IsWord("AT") && Is(tokens, at + 1, "TIME") && Is(tokens, at + 2, "ZONE"):
                return "engines return other types: write {{ local_time(timestamp, zone) }}";
            case SqlTokenKind.Word when at + 1 < tokens.Length && tokens[at + 1].IsSymbol("("):
                return s_functions.GetValueOrDefault(token.Text) ?? s_words.GetValueOrDefault(token.Text);
            case SqlTokenKind.Word:
                return s_words.GetValueOrDefault(token.Text);
            default:
                return null;
        }
    }

    static bool Is(SqlToken[] tokens, int at, string word) => at < tokens.Length && tokens[at].IsWord(word);
}
