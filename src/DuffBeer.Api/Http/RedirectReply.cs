using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Http;

/// <summary>Sends a browser to another page of ours.</summary>
sealed class RedirectReply(string to) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Redirect(to);
        return Task.CompletedTask;
    }
}
