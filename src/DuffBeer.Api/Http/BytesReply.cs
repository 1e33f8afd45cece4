using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Http;

/// <summary>A whole body, compressed if the caller accepts it and it is large enough; only headers for HEAD.</summary>
sealed class BytesReply(byte[] body, string mediaType) : IResult
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Without quotes; null for an answer that must not be cached.</summary>
    public string? Tag { get; init; }

    public string? Location { get; init; }

    /// <summary>Default: revalidated each time if there is a tag, otherwise not cached.</summary>
    public string? CacheControl { get; init; }

    /// <summary>Cache of the compressed forms; null for an answer to one caller.</summary>
    public CachedBody? Kept { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var encoding = body.Length >= ContentCoding.LeastBytes ? ContentCoding.Choose(httpContext.Request.Headers.AcceptEncoding) : null;
        var bytes = encoding is null ? body : Kept?.In(encoding) ?? encoding.Compress(body);

        response.StatusCode = Status;
        response.ContentType = mediaType;
        response.ContentLength = bytes.Length;
        response.Headers.Vary = "Accept-Encoding";
        if (encoding is not null)
            response.Headers.ContentEncoding = encoding.Name;
        if (Tag is not null)
            response.Headers.ETag = EntityTag.Write(Tag, encoding);
        if (Location is not null)
            response.Headers.Location = Location;
        if (response.Headers.CacheControl.Count == 0)
            response.Headers.CacheControl = CacheControl ?? (Tag is null ? "no-store" : "private, no-cache");
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
