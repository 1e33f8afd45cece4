namespace DuffBeer.Api.Keys;

/// <summary>A caller that has identified itself.</summary>
/// <param name="Name">For problems and logs, such as <c>key 'ops'</c>.</param>
public sealed record Caller(string Name, IReadOnlyList<Scope> Scopes);
