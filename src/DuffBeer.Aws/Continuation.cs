using DuffBeer.Core.Failures;

namespace DuffBeer.Aws;

/// <summary>Follows the tokens of a list that comes in pages. A list that does not advance is a problem, not an endless loop.</summary>
/// <param name="what">Action and resource, for messages.</param>
sealed class Continuation(string what, ProblemCode code = ProblemCode.StoreUnavailable)
{
    readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The token of the next page; null after the last one.</summary>
    public string? Next(bool isTruncated, string? token)
    {
        if (!isTruncated)
            return null;
        if (string.IsNullOrEmpty(token))
            throw new TerminalException(
                code, $"{what}: the answer says that more follows, but names no token for it.");
        return _seen.Add(token) ? token
            : throw new TerminalException(
                code,
                $"{what}: the token {token} came twice, so the list does not advance.");
    }
}
