using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Http;

/// <summary>A file that every caller gets alike, with its tag; 304 if the caller has it.</summary>
sealed class StaticFile(CachedBody body, string mediaType)
{
    readonly string _tag = EntityTag.Of(body.Plain);

    /// <param name="cacheControl">How long browsers keep it. Default: they ask again at each visit.</param>
    public IResult ReplyTo(HttpRequest request, string cacheControl = "no-cache") =>
        EntityTag.IsNamed(request.Headers.IfNoneMatch, _tag)
            ? new NotModifiedReply(_tag)
            : new BytesReply(body.Plain, mediaType) { Tag = _tag, Kept = body, CacheControl = cacheControl };
}
