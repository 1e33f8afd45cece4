using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DuffBeer.FakeAws.Faults;
using DuffBeer.FakeAws.Wire;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.FakeAws.Signing;

/// <summary>Checks signature version 4 in the Authorization header.</summary>
sealed class SignatureCheck(FakeAwsCredentials credentials, FaultPlan faults, string region)
{
    const string Algorithm = "AWS4-HMAC-SHA256";

    static readonly TimeSpan s_skew = TimeSpan.FromMinutes(15);

    public Signature Check(WireCall call, HttpRequest request)
    {
        var isS3 = call.Protocol == PeerProtocol.S3;
        var isQuery = call.Protocol == PeerProtocol.Query;
        var fields = Fields(request.Headers.Authorization.ToString(), isS3);
        var scope = fields.GetValueOrDefault("Credential", "").Split('/');
        if (scope.Length != 5)
            throw Malformed(isS3, "The Credential must be <key>/<date>/<region>/<service>/aws4_request.");
        var key = credentials.Find(scope[0]) ?? throw call.Protocol switch
        {
            PeerProtocol.S3 => new WireException(
                403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."),
            PeerProtocol.Query => new WireException(
                403, "InvalidClientTokenId", "The security token included in the request is invalid."),
            _ => new WireException(400, "UnrecognizedClientException", "The security token included in the request is invalid."),
        };
        if (scope[2] != region)
            throw isS3
                ? new WireException(
                    400,
                    "AuthorizationHeaderMalformed",
                    $"The authorization header is malformed; the region '{scope[2]}' is wrong; expecting '{region}'")
                {
                    Details = new Dictionary<string, string> { ["Region"] = region },
                    Headers = new Dictionary<string, string> { ["x-amz-bucket-region"] = region },
                }
                : new WireException(400, "InvalidSignatureException", $"Credential should be scoped to a valid region: '{region}'.");

        var date = request.Headers["x-amz-date"].ToString();
        if (!DateTimeOffset.TryParseExact(
            date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            throw Malformed(isS3, "x-amz-date is missing or wrong.");
        if ((DateTimeOffset.UtcNow - time).Duration() > s_skew)
            throw new WireException(
                403,
                isS3 ? "RequestTimeTooSkewed" : "InvalidSignatureException",
                "The difference between the request time and the current time is too large.");

        var names = fields.GetValueOrDefault("SignedHeaders", "").Split(';');
        var unsigned = request.Headers.Keys.Select(name => name.ToLowerInvariant())
            .Where(name => name.StartsWith("x-amz-", StringComparison.Ordinal) || name == "host")
            .Except(names)
            .ToList();
        if (unsigned.Count > 0)
            throw new WireException(
                403, "AccessDenied", $"There were headers present in the request which were not signed: {string.Join(", ", unsigned)}");

        var payload = request.Headers["x-amz-content-sha256"].ToString() is { Length: > 0 } told
            ? told
            : Convert.ToHexStringLower(SHA256.HashData(call.Body.Span));
        var canonical = string.Join(
            '\n', request.Method, CanonicalPath(call.Path, isS3), CanonicalQuery(call.Query), CanonicalHeaders(request, names),
            string.Join(';', names), payload);
        var scopeText = string.Join('/', scope[1..]);
        var signing = SigningKey(key.Secret, scope[1], scope[2], scope[3]);
        var signature = Sign(signing, $"{Algorithm}\n{date}\n{scopeText}\n{HexHash(canonical)}");
        if (!CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(fields.GetValueOrDefault("Signature", ""))))
            throw new WireException(403, isS3 || isQuery ? "SignatureDoesNotMatch" : "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. Check your key and signing method.");

        CheckToken(key, request, call.Protocol);
        return new(scope[0], payload, signing, signature, date, scopeText);
    }

    void CheckToken(PeerKey key, HttpRequest request, PeerProtocol protocol)
    {
        var isS3 = protocol == PeerProtocol.S3;
        var token = request.Headers["x-amz-security-token"].ToString();
        if (key.Token is not null && token != key.Token)
            throw new WireException(
                isS3 ? 400 : 403,
                isS3 ? "InvalidToken" : "UnrecognizedClientException",
                "The provided token is malformed or otherwise invalid.");
        if (faults.TokensExpired || key.ExpiresAt < DateTimeOffset.UtcNow)
            throw new WireException(
                protocol == PeerProtocol.Query ? 403 : 400,
                protocol == PeerProtocol.Json ? "ExpiredTokenException" : "ExpiredToken",
                isS3 ? "The provided token has expired." : "The security token included in the request is expired");
    }

    static Dictionary<string, string> Fields(string authorization, bool isS3)
    {
        if (authorization.Length == 0)
            throw new WireException(
                403,
                isS3 ? "AccessDenied" : "MissingAuthenticationTokenException",
                isS3 ? "Access Denied" : "Missing Authentication Token");
        if (!authorization.StartsWith(Algorithm + " ", StringComparison.Ordinal))
            throw Malformed(isS3, "Only AWS4-HMAC-SHA256 is supported.");
        return authorization[(Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries)
            .Select(field => field.Split('=', 2)).Where(field => field.Length == 2)
            .ToDictionary(field => field[0], field => field[1], StringComparer.Ordinal);
    }

    static WireException Malformed(bool isS3, string why) =>
        new(400, isS3 ? "AuthorizationHeaderMalformed" : "IncompleteSignatureException", $"The authorization header is malformed; {why}");

    // S3 signs the path encoded once, the others the already encoded path encoded again.
    static string CanonicalPath(string path, bool isS3) =>
        string.Join(
            '/',
            (path.Length == 0 ? "/" : path).Split('/').Select(segment => isS3 ? Encode(Uri.UnescapeDataString(segment)) : Encode(segment)));

    static string CanonicalQuery(string query) => string.Join('&', new QueryValues(query, isForm: false).Pairs
        .Select(pair => (Name: Encode(pair.Key), Value: Encode(pair.Value)))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    static string CanonicalHeaders(HttpRequest request, string[] names) =>
        string.Concat(names.Select(name => $"{name}:{string.Join(',', request.Headers[name].Select(Trimmed))}\n"));

    static string Trimmed(string? value) => string.Join(' ', (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));

    static string Encode(string text) => Uri.EscapeDataString(text);

    static byte[] SigningKey(string secret, string date, string region, string service) =>
        Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + secret), date), region), service), "aws4_request");

    static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    internal static string Sign(byte[] key, string text) => Convert.ToHexStringLower(Hmac(key, text));

    static string HexHash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>A valid signature, with what the signatures of its body's chunks are computed from.</summary>
/// <param name="Payload">The signed hash, or how the body is sent.</param>
sealed record Signature(string AccessKey, string Payload, byte[] SigningKey, string Seed, string Date, string Scope)
{
    /// <summary>Checks a whole body against the signed hash.</summary>
    public void CheckBody(ReadOnlySpan<byte> body)
    {
        if (Payload != "UNSIGNED-PAYLOAD" && Payload != Convert.ToHexStringLower(SHA256.HashData(body)))
            throw new WireException(
                400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
}
