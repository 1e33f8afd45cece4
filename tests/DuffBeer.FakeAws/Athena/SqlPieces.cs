using System.Text;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.Athena;

/// <summary>A statement split into strings, quoted names and the text between, so that quoted text is not taken for SQL.</summary>
static class SqlPieces
{
    public enum Kind { Code, Text, Name }

    public readonly record struct Piece(Kind Kind, string Text)
    {
        /// <summary>A quoted name without its quotes.</summary>
        public string Unquoted => Text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
    }

    public static List<Piece> Cut(string sql)
    {
        var pieces = new List<Piece>();
        var at = 0;
        while (at < sql.Length)
        {
            var start = at;
            if (sql[at] is '\'' or '"')
            {
                var quote = sql[at++];
                while (at < sql.Length && (sql[at] != quote || (at + 1 < sql.Length && sql[at + 1] == quote)))
                    at += sql[at] == quote ? 2 : 1;
                at = Math.Min(at + 1, sql.Length);
                pieces.Add(new(quote == '"' ? Kind.Name : Kind.Text, sql[start..at]));
                continue;
            }

            while (at < sql.Length && sql[at] is not ('\'' or '"'))
                at++;
            pieces.Add(new(Kind.Code, sql[start..at]));
        }

        return pieces;
    }

    /// <summary>The statement with each <c>?</c> replaced by its literal, in order.</summary>
    public static string Fill(string sql, IReadOnlyList<string> values)
    {
        var (filled, used) = (new StringBuilder(), 0);
        foreach (var piece in Cut(sql))
        {
            if (piece.Kind != Kind.Code)
            {
                filled.Append(piece.Text);
                continue;
            }

            foreach (var character in piece.Text)
            {
                if (character != '?')
                    filled.Append(character);
                else if (used < values.Count)
                    filled.Append(values[used++]);
                else
                    throw Wrong();
            }
        }

        return used == values.Count ? filled.ToString() : throw Wrong();

        WireException Wrong() => new(400, "InvalidRequestException", $"Incorrect number of parameters: {values.Count} were given.");
    }
}
