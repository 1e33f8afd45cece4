using DuffBeer.Api.Http;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Keys;

/// <summary>Identifies callers by an API key, or by a token of Entra where tokens are set up.</summary>
sealed class ApiAccess(ApiKeys keys, EntraTokens? tokens)
{
    const string Bearer = "Bearer ";

    /// <summary>Whether callers must identify themselves.</summary>
    public bool IsNeeded => keys.AreNeeded || tokens is not null;

    public bool TakesKeys => keys.AreNeeded;

    public bool TakesTokens => tokens is not null;

    /// <exception cref="ApiException">401; 503 if a token cannot be checked now.</exception>
    public async Task CheckAsync(HttpRequest request, ApiRoute route, CancellationToken cancellationToken)
    {
        if (route.Scope is not { } scope || !IsNeeded)
            return;
        var caller = await FindAsync(request, cancellationToken);
        if (caller.Scopes.Contains(scope))
            return;
        var missing = $"The {caller.Name} does not have the scope {scope}.";
        throw new ApiException(route.IsWebhook ? ApiProblem.ScopeMissing(missing) : ApiProblem.Forbidden(missing));
    }

    async Task<Caller> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (tokens is not null && TokenOf(request) is { } token)
            return await tokens.CheckAsync(token, cancellationToken);
        return keys.Find(request) is { } key ? new($"key '{key.Name}'", key.Scopes) : throw new ApiException(Unauthorized());
    }

    ApiProblem Unauthorized()
    {
        const string Title = "Identify yourself";
        var unauthorized = ApiProblem.Unauthorized();
        return this switch
        {
            { TakesTokens: false } => unauthorized,
            { TakesKeys: false } => unauthorized with
            {
                Title = Title, Detail = "Send a bearer token in the header Authorization.", Challenge = "Bearer",
            },
            _ => unauthorized with
            {
                Title = Title, Detail = $"{unauthorized.Detail[..^1]}, or a bearer token in the header Authorization.",
                Challenge = "ApiKey, Bearer",
            },
        };
    }

    static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? header[Bearer.Length..].Trim()
            : null;
}
