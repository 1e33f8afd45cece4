using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Http;

/// <summary>Security headers of every answer: only our own scripts, no frames, no type sniffing.</summary>
public static class SecurityHeaders
{
    /// <summary>No inline script, no eval, no third party.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri "
            + "'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Write(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
