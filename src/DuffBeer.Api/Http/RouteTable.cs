using System.Diagnostics.CodeAnalysis;

namespace DuffBeer.Api.Http;

/// <summary>Finds the route of a request. Literal segments take precedence over parameters.</summary>
sealed class RouteTable(IReadOnlyList<ApiRoute> routes)
{
    readonly ILookup<int, ApiRoute> _byLength = routes
        .OrderBy(route => route.Segments.Count(IsName))
        .ToLookup(route => route.Segments.Count);

    /// <summary>
    /// False if no route has the path, or none of those has the method: then <paramref name="allowed"/> lists the methods.
    /// </summary>
    public bool TryFind(
        string method, string path, [NotNullWhen(true)] out ApiRoute? route, out IReadOnlyDictionary<string, string> values,
        out IReadOnlyList<string> allowed)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var wanted = method == "HEAD" ? "GET" : method;
        var others = new List<string>();
        foreach (var candidate in _byLength[segments.Length])
        {
            if (Match(candidate.Segments, segments) is not { } matched)
                continue;
            if (candidate.Method == wanted)
            {
                (route, values, allowed) = (candidate, matched, []);
                return true;
            }

            others.AddRange(candidate.Method == "GET" ? ["GET", "HEAD"] : [candidate.Method]);
        }

        (route, values, allowed) = (null, new Dictionary<string, string>(), others);
        return false;
    }

    static Dictionary<string, string>? Match(IReadOnlyList<string> template, string[] segments)
    {
        // The server has decoded everything except the slash, which would have ended the segment.
        var values = new Dictionary<string, string>();
        for (var index = 0; index < segments.Length; index++)
        {
            if (IsName(template[index]))
                values[template[index][1..^1]] = segments[index].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
            else if (template[index] != segments[index])
                return null;
        }

        return values;
    }

    static bool IsName(string segment) => segment[0] == '{';
}
