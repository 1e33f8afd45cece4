using System.Net;
using System.Security.Cryptography;
using System.Text;
using DuffBeer.Api.Keys;
using DuffBeer.Local.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DuffBeer.Api.Tests.Http;

/// <summary>A tenant of Entra over HTTP: it publishes its metadata and keys, and issues tokens to applications.</summary>
sealed class Tenant : IAsyncDisposable
{
    public const string Audience = "api://duffbeer";

    readonly WebApplication _web = WebHost.Create(IPAddress.Loopback, 0);
    readonly List<RsaSecurityKey> _published = [];
    RsaSecurityKey _key;

    Tenant()
    {
        _key = NewKey("first");
        _published.Add(_key);
        _web.Run(AnswerAsync);
    }

    public Guid Id { get; } = Guid.NewGuid();

    public Guid Application { get; } = Guid.NewGuid();

    public Guid Reader { get; } = Guid.NewGuid();

    /// <summary>Answers 500 to everything.</summary>
    public bool IsDown { get; set; }

    /// <summary>Requests of keys so far.</summary>
    public int Reads { get; private set; }

    public RsaSecurityKey Key => _key;

    public Uri Address => new(
        _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");

    public EntraSettings Settings => new(
        Id,
        [Audience],
        [new("uploads", Application, [Scope.Ingest]), new("reader", Reader, [Scope.Report])])
    {
        Authority = Address,
    };

    public static async Task<Tenant> StartAsync()
    {
        var tenant = new Tenant();
        await tenant._web.StartAsync();
        return tenant;
    }

    public string IssuerOf(int version) => version == 1 ? $"{Address}{Id}/sts/" : $"{Address}{Id}/v2.0";

    /// <summary>Signs with a new key from now on.</summary>
    public void RollOver(bool isPublished = true)
    {
        _key = NewKey($"{Guid.NewGuid():N}");
        if (isPublished)
            _published.Add(_key);
    }

    /// <summary>A token of client credentials, with claims replaced (null: removed).</summary>
    public string Token(int version = 2, SigningCredentials? signed = null, params (string Name, object? Value)[] claims)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var content = new Dictionary<string, object>
        {
            ["aud"] = Audience, ["iss"] = IssuerOf(version), ["iat"] = now - 7_200, ["nbf"] = now - 7_200, ["exp"] = now + 3_600,
            ["tid"] = $"{Id}", ["sub"] = "an application", ["ver"] = $"{version}.0", [version == 1 ? "appid" : "azp"] = $"{Application}",
        };
        foreach (var (name, value) in claims)
        {
            content.Remove(name);
            if (value is not null)
                content[name] = value;
        }

        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        var payload = System.Text.Json.JsonSerializer.Serialize(content);
        return handler.CreateToken(payload, signed ?? new(_key, SecurityAlgorithms.RsaSha256));
    }

    /// <summary>A token with any header, signed by any function of its bytes.</summary>
    public string Forged(string header, Func<byte[], byte[]> sign)
    {
        var honest = Token().Split('.');
        var signed = $"{Base64UrlEncoder.Encode(header)}.{honest[1]}";
        return $"{signed}.{Base64UrlEncoder.Encode(sign(Encoding.UTF8.GetBytes(signed)))}";
    }

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    static RsaSecurityKey NewKey(string id) => new(RSA.Create(2_048)) { KeyId = id };

    async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (IsDown)
            http.Response.StatusCode = 500;
        else if (path == $"/{Id}/.well-known/openid-configuration")
            await http.Response.WriteAsJsonAsync(Metadata(1));
        else if (path == $"/{Id}/v2.0/.well-known/openid-configuration")
            await http.Response.WriteAsJsonAsync(Metadata(2));
        else if (path == "/keys")
            await http.Response.WriteAsJsonAsync(Keys());
        else
            http.Response.StatusCode = 404;
    }

    Dictionary<string, string> Metadata(int version) => new() { ["issuer"] = IssuerOf(version), ["jwks_uri"] = $"{Address}keys" };

    object Keys()
    {
        Reads++;
        return new
        {
            keys = _published.Select(key =>
            {
                var numbers = key.Rsa.ExportParameters(includePrivateParameters: false);
                return new
                {
                    kty = "RSA", use = "sig", kid = key.KeyId, n = Base64UrlEncoder.Encode(numbers.Modulus),
                    e = Base64UrlEncoder.Encode(numbers.Exponent),
                };
            }),
        };
    }
}
