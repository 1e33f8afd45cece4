using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Http;

/// <summary>Protects a server without keys from pages of other sites: refuses their writes, and host names other than its own.</summary>
static class OriginGuard
{
    /// <exception cref="ApiException">403.</exception>
    public static void Check(HttpRequest request, IReadOnlyCollection<string>? hosts)
    {
        if (hosts is not null && !hosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
            throw new ApiException(ApiProblem.Forbidden($"This server does not answer under the name '{request.Host.Host}'."));
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return;

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0
            && !(
                Uri.TryCreate(origin, UriKind.Absolute, out var from)
                    && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)))
            throw new ApiException(ApiProblem.Forbidden("Pages of other sites may not make changes here."));
    }
}
