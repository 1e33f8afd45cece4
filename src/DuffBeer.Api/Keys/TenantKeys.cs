using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace DuffBeer.Api.Keys;

/// <summary>The issuers of a tenant and their signing keys, as its metadata names them.</summary>
/// <remarks>
/// <para>
/// A token of an unknown key makes it read the metadata again, at most every five minutes, so that invented keys cost little. Keys that
/// were read once stay in use while the tenant does not answer.
/// </para>
/// <para>Requests of Entra's metadata are shared, and no caller waits long for them: the next one finds what has arrived meanwhile.</para>
/// </remarks>
sealed class TenantKeys(IReadOnlyList<Uri> documents, HttpClient http, TimeProvider time, TimeSpan patience)
{
    static readonly TimeSpan s_rest = TimeSpan.FromMinutes(5);
    static readonly TimeSpan s_restAfterFailure = TimeSpan.FromSeconds(5);
    static readonly TimeSpan s_fresh = TimeSpan.FromHours(12);

    readonly Lock _lock = new();
    Dictionary<string, IReadOnlyList<SecurityKey>>? _keys;
    Task<Dictionary<string, IReadOnlyList<SecurityKey>>>? _reading;
    DateTimeOffset _begun = DateTimeOffset.MinValue;
    DateTimeOffset _read = DateTimeOffset.MinValue;
    bool _hasFailed;

    /// <summary>The issuer's keys; null if the tenant has no such issuer, empty if it has no such key.</summary>
    /// <exception cref="TimeoutException">The tenant's metadata is not there yet.</exception>
    /// <exception cref="IOException">The tenant's metadata could not be read, so the key may exist.</exception>
    public async Task<IReadOnlyList<SecurityKey>?> FindAsync(string issuer, string kid, CancellationToken cancellationToken)
    {
        var (keys, reading) = Current(issuer, kid);
        if (keys is not null && Holds(keys, issuer, kid))
            return keys[issuer];
        if (reading is not null)
            keys = await reading.WaitAsync(patience, time, cancellationToken);
        else if (keys is null || Volatile.Read(ref _hasFailed))
            throw new IOException("The last request for the tenant's keys failed.");
        return !keys.TryGetValue(issuer, out var found) ? null : Holds(keys, issuer, kid) ? found : [];
    }

    /// <summary>What is known, and the request that is under way: a due one begins here.</summary>
    (Dictionary<string, IReadOnlyList<SecurityKey>>? Keys, Task<Dictionary<string, IReadOnlyList<SecurityKey>>>? Reading) Current(
        string issuer, string kid)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var isWanted = _keys is null || !Holds(_keys, issuer, kid) || now - _read > s_fresh;
            if (isWanted && _reading is null && now - _begun >= (_keys is null || _hasFailed ? s_restAfterFailure : s_rest))
            {
                _begun = now;
                _reading = Task.Run(ReadAsync);
            }

            return (_keys, _reading);
        }
    }

    async Task<Dictionary<string, IReadOnlyList<SecurityKey>>> ReadAsync()
    {
        try
        {
            var keys = new Dictionary<string, IReadOnlyList<SecurityKey>>(StringComparer.Ordinal);
            foreach (var document in documents)
            {
                var retriever = new HttpDocumentRetriever(http) { RequireHttps = !document.IsLoopback };
                var read = await OpenIdConnectConfigurationRetriever.GetAsync(document.AbsoluteUri, retriever, CancellationToken.None);
                keys[read.Issuer ?? throw new IOException($"{document} names no issuer.")] = [.. read.SigningKeys];
            }

            lock (_lock)
                (_keys, _read, _hasFailed, _reading) = (keys, time.GetUtcNow(), false, null);
            return keys;
        }
        catch (Exception failure)
        {
            lock (_lock)
                (_hasFailed, _reading) = (true, null);
            throw failure as IOException ?? new IOException($"The tenant's keys could not be read: {failure.Message}", failure);
        }
    }

    static bool Holds(Dictionary<string, IReadOnlyList<SecurityKey>> keys, string issuer, string kid) =>
        keys.TryGetValue(issuer, out var found) && found.Any(key => key.KeyId == kid);
}
