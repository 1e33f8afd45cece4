namespace DuffBeer.Core.Models;

/// <summary>Follows tokens and tracks whether the current one is in a WHERE.</summary>
sealed class ClauseTracker
{
    static readonly HashSet<string> s_otherClauses = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "FROM", "GROUP", "HAVING", "ORDER", "WINDOW", "LIMIT", "OFFSET", "UNION", "INTERSECT", "EXCEPT", "WITH", "VALUES",
    };

    readonly Stack<bool> _outer = new();
    SqlToken _last;

    public bool InWhere { get; private set; }

    public void Open() => _outer.Push(InWhere);

    public void Close() => InWhere = _outer.TryPop(out var outer) && outer;

    public void See(SqlToken token)
    {
        if (token.IsBlank)
            return;
        if (token.IsSymbol("("))
            Open();
        else if (token.IsSymbol(")"))
            Close();
        else if (token.IsWord("WHERE"))
            InWhere = true;
        else if (token.Kind == SqlTokenKind.Word && s_otherClauses.Contains(token.Text) && !_last.IsWord("DISTINCT"))
            InWhere = false;
        _last = token;
    }
}
