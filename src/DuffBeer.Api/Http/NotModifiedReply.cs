using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Http;

/// <summary>304: the caller's copy is still valid.</summary>
sealed class NotModifiedReply(string tag) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status304NotModified;
        response.Headers.ETag = EntityTag.Write(tag, ContentCoding.Choose(httpContext.Request.Headers.AcceptEncoding));
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = "Accept-Encoding";
        return Task.CompletedTask;
    }
}
