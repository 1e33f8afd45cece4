using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Http;

/// <summary>A body that is written in pieces, compressed if the caller accepts it.</summary>
abstract class StreamedReply(string mediaType) : IResult
{
    protected string? Tag { get; init; }

    /// <summary>File name for a download; null to show the body inline.</summary>
    protected string? FileName { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, stop) = (httpContext.Response, httpContext.RequestAborted);
        var coding = ContentCoding.Choose(httpContext.Request.Headers.AcceptEncoding);
        // The first piece is computed before the status is sent, so that a failing query can still become a problem.
        await using var pieces = PiecesAsync(stop).GetAsyncEnumerator(stop);
        var hasPiece = await pieces.MoveNextAsync();

        response.ContentType = mediaType;
        response.Headers.Vary = "Accept-Encoding, Accept";
        response.Headers.CacheControl = Tag is null ? "no-store" : "private, no-cache";
        if (coding is not null)
            response.Headers.ContentEncoding = coding.Name;
        if (Tag is not null)
            response.Headers.ETag = EntityTag.Write(Tag, coding);
        if (FileName is not null)
            response.Headers.ContentDisposition = $"attachment; filename=\"{FileName}\"";
        Headers(response.Headers);
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;

        var body = coding?.Wrap(response.Body) ?? response.Body;
        for (; hasPiece; hasPiece = await pieces.MoveNextAsync())
            await body.WriteAsync(pieces.Current, stop);
        if (coding is not null)
            await body.DisposeAsync();
    }

    protected abstract IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync(CancellationToken cancellationToken);

    protected virtual void Headers(IHeaderDictionary headers)
    {
    }
}
