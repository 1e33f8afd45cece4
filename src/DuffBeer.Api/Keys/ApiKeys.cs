using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Keys;

/// <summary>A key as stored in settings: only its hash.</summary>
/// <param name="Name">Name of the key in logs.</param>
/// <param name="Sha256">64 hex digits over the key's UTF-8.</param>
public sealed record ApiKey(string Name, string Sha256, IReadOnlyList<Scope> Scopes);

/// <summary>The keys of an installation. Without any, every request is allowed: for a server that only its own machine can reach.</summary>
public sealed class ApiKeys(IEnumerable<ApiKey> keys)
{
    const string Header = "x-functions-key";
    const string Parameter = "code";
    const int LongestKey = 1_000;

    readonly (ApiKey Key, byte[] Hash)[] _keys = [.. keys.Select(key => (key, Convert.FromHexString(key.Sha256)))];

    public bool AreNeeded => _keys.Length > 0;

    /// <summary>The key of a request; null if it has none or an unknown one.</summary>
    /// <remarks>Compares with all hashes in constant time, so that the response time reveals nothing about a key.</remarks>
    public ApiKey? Find(HttpRequest request)
    {
        var given = request.Headers[Header] is [{ } header] ? header : request.Query[Parameter] is [{ } parameter] ? parameter : null;
        if (given is null or { Length: > LongestKey })
            return null;

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(given), hash);
        ApiKey? found = null;
        foreach (var (key, expected) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, expected))
                found = key;
        }

        return found;
    }
}
