using DuffBeer.Api.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DuffBeer.Api.Keys;

/// <summary>Checks tokens that Entra issued to applications (client credentials), of version 1 or 2.</summary>
/// <remarks>
/// The tenant's metadata names issuers and keys. Only the algorithm RS256 is accepted, with a key that the token names. What the caller may
/// do follows from the settings, not from the token. No token is logged or repeated in an answer.
/// </remarks>
public sealed class EntraTokens : IDisposable
{
    /// <summary>Entra's tokens for applications have about 1.5 KB.</summary>
    const int Longest = 8_192;

    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(800);
    static readonly TimeSpan s_skew = TimeSpan.FromMinutes(1);
    static readonly JsonWebTokenHandler s_handler = new() { MapInboundClaims = false };

    readonly EntraSettings _settings;
    readonly HttpClient _http;
    readonly TenantKeys _keys;

    /// <param name="patience">How long a caller waits for the tenant's keys. Default: 0.8 seconds.</param>
    public EntraTokens(EntraSettings settings, TimeProvider time, TimeSpan? patience = null)
    {
        _settings = settings;
        _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = 1 << 20,
        };
        _keys = new(
            [
                new(settings.Authority, $"{settings.Tenant}/.well-known/openid-configuration"),
                new(settings.Authority, $"{settings.Tenant}/v2.0/.well-known/openid-configuration"),
            ],
            _http,
            time,
            patience ?? s_patience);
    }

    /// <exception cref="ApiException">401 if the token is not accepted; 503 if the tenant's keys are needed and not available.</exception>
    public async Task<Caller> CheckAsync(string token, CancellationToken cancellationToken)
    {
        var parsed = Parse(token);
        var keys = await KeysAsync(parsed, cancellationToken);
        var result = await s_handler.ValidateTokenAsync(parsed, new()
        {
            ValidIssuer = parsed.Issuer,
            IssuerSigningKeys = keys,
            ValidAudiences = _settings.Audiences,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ClockSkew = s_skew,
            TryAllIssuerSigningKeys = false,
            LogValidationExceptions = false,
        });
        if (!result.IsValid)
            throw Refused(ReasonOf(result.Exception));
        return CallerOf(parsed);
    }

    public void Dispose() => _http.Dispose();

    static JsonWebToken Parse(string token)
    {
        if (token.Length > Longest)
            throw Refused("it is too long");
        JsonWebToken parsed;
        try
        {
            parsed = new(token);
        }
        catch (Exception failure) when (failure is ArgumentException or SecurityTokenException or FormatException)
        {
            throw Refused("it is not a JWT");
        }

        if (parsed.Alg != SecurityAlgorithms.RsaSha256)
            throw Refused("it is not signed with RS256");
        return string.IsNullOrEmpty(parsed.Kid) ? throw Refused("it does not name its key") : parsed;
    }

    async Task<IReadOnlyList<SecurityKey>> KeysAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        IReadOnlyList<SecurityKey>? keys;
        try
        {
            keys = await _keys.FindAsync(token.Issuer, token.Kid, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or TimeoutException)
        {
            throw new ApiException(
                ApiProblem.Unavailable("TokenKeysUnavailable", "The keys of the tenant are not available now. Send the request again."),
                failure);
        }

        return keys switch
        {
            null => throw Refused("its issuer is not the tenant"),
            [] => throw Refused("its key is unknown"),
            _ => keys,
        };
    }

    Caller CallerOf(JsonWebToken token)
    {
        if (Claim(token, "tid") is { } tenant && (!Guid.TryParse(tenant, out var id) || id != _settings.Tenant))
            throw Refused("its tenant is another one");
        // Only a token that a user delegated has scopes of its own.
        if (Claim(token, "scp") is not null)
            throw Refused("it is a user's, not an application's");
        var application = Claim(token, "azp") ?? Claim(token, "appid");
        return Guid.TryParse(application, out var caller) && _settings.Clients.FirstOrDefault(known => known.Id == caller) is { } client
            ? new($"client '{client.Name}'", client.Scopes)
            : throw Refused("its application is not among those that may call");
    }

    static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;

    static string ReasonOf(Exception failure) => failure switch
    {
        SecurityTokenExpiredException => "it has expired",
        SecurityTokenNoExpirationException => "it has no end",
        SecurityTokenNotYetValidException => "it is not valid yet",
        SecurityTokenInvalidLifetimeException => "its times contradict each other",
        SecurityTokenInvalidAudienceException => "its audience is another one",
        SecurityTokenInvalidIssuerException => "its issuer is not the tenant",
        _ => "its signature is wrong",
    };

    static ApiException Refused(string reason) => new(ApiProblem.InvalidToken(reason));
}
