using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Http;

/// <summary>The trace of a request: the caller's, or a new one.</summary>
static class Traces
{
    const string Key = "duffbeer.trace";

    /// <summary>32 hex digits; the same for the whole request.</summary>
    public static string TraceId(this HttpContext context)
    {
        if (context.Items.TryGetValue(Key, out var known))
            return (string)known!;
        var id = Activity.Current?.TraceId.ToString()
            ?? (ActivityContext.TryParse(context.Request.Headers.TraceParent, null, out var parent)
                ? parent.TraceId
                : ActivityTraceId.CreateRandom()).ToString();
        context.Items[Key] = id;
        return id;
    }
}
