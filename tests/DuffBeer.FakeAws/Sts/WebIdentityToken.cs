using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.Sts;

/// <summary>Checks the claims of a token; its signature is not checked.</summary>
static class WebIdentityToken
{
    public static void Check(string token, FakeAwsSettings settings)
    {
        if (token.Split('.') is not [_, var payload, _] || Claims(payload) is not { } claims)
            throw Invalid("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
        if (claims["iss"]?.ToString() is not { Length: > 0 } issuer || claims["sub"] is null)
            throw Invalid("Missing a required claim: sub");
        if (issuer != settings.IdentityIssuer)
            throw Invalid($"No OpenIDConnect provider found in your account for {issuer}");
        if (claims["aud"]?.ToString() != settings.IdentityAudience)
            throw Invalid("Incorrect token audience");
        var expires = DateTimeOffset.FromUnixTimeSeconds(claims["exp"]?.GetValue<long>() ?? 0);
        if (expires <= DateTimeOffset.UtcNow)
            throw new WireException(
                400,
                "ExpiredTokenException",
                $"Token expired: current date/time {DateTimeOffset.UtcNow.ToUnixTimeSeconds()} must be before the expiration "
                    + $"date/time{expires.ToUnixTimeSeconds()}");
    }

    static JsonObject? Claims(string payload)
    {
        try
        {
            return JsonNode.Parse(Base64Url.DecodeFromChars(payload)) as JsonObject;
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException)
        {
            return null;
        }
    }

    static WireException Invalid(string message) => new(400, "InvalidIdentityToken", message);
}
