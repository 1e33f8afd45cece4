using System.Collections.Concurrent;

namespace DuffBeer.FakeAws.Signing;

/// <summary>The known keys: one permanent key, and those of sessions.</summary>
public sealed class FakeAwsCredentials
{
    readonly ConcurrentDictionary<string, PeerKey> _keys = new(StringComparer.Ordinal);
    int _issued;

    internal FakeAwsCredentials(string accessKey, string secretKey) => _keys[accessKey] = new(secretKey, null, null);

    internal PeerKey? Find(string accessKey) => _keys.GetValueOrDefault(accessKey);

    /// <summary>Issues keys of a session that expires.</summary>
    public (string AccessKey, string SecretKey, string Token) Issue(DateTimeOffset expiresAt)
    {
        var number = Interlocked.Increment(ref _issued);
        var (access, secret, token) = ($"ASIAPEER{number:D12}", $"session/secret+{number}", $"session/token=={number}");
        _keys[access] = new(secret, token, expiresAt);
        return (access, secret, token);
    }
}

sealed record PeerKey(string Secret, string? Token, DateTimeOffset? ExpiresAt);
