namespace DuffBeer.Api.Keys;

/// <summary>Scopes as settings name them: several are separated by commas or spaces.</summary>
public static class ScopeNames
{
    /// <summary>Every name, for messages.</summary>
    public static string All => string.Join(", ", Enum.GetNames<Scope>());

    /// <summary>Null if the text names none, or one that is unknown.</summary>
    public static IReadOnlyList<Scope>? Read(string? text)
    {
        var scopes = (text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(Find).ToList();
        return scopes.Count == 0 || scopes.Contains(null) ? null : [.. scopes.OfType<Scope>()];
    }

    static Scope? Find(string name) => Enum.TryParse<Scope>(name, ignoreCase: true, out var scope) && Enum.IsDefined(scope) ? scope : null;
}
