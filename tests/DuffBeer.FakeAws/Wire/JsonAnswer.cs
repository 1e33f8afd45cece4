using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.FakeAws.Wire;

static class JsonAnswer
{
    public static async Task WriteAsync(
        HttpResponse response, int status, JsonObject body, CancellationToken cancellationToken, string version = "1.1")
    {
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        response.StatusCode = status;
        response.ContentType = $"application/x-amz-json-{version}";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, cancellationToken);
    }
}
