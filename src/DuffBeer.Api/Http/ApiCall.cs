using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Http;

/// <summary>One request of a route, with the values of its path parameters.</summary>
public sealed class ApiCall(HttpRequest request, IReadOnlyDictionary<string, string> route)
{
    /// <summary>Larger JSON bodies are refused; an event has about 1 KB.</summary>
    public const int LongestBody = 1 << 20;

    /// <summary>Maximum nesting depth of a body.</summary>
    public const int DeepestBody = 32;

    public HttpRequest Request => request;

    public string this[string name] => route[name];

    public QueryValues Query => new(request.Query);

    /// <summary>The JSON body; null if it is empty.</summary>
    /// <exception cref="ApiException">413, 415, or 400 if the JSON is invalid.</exception>
    public async Task<T?> ReadAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var bytes = await ReadBytesAsync(MediaTypes.Json, LongestBody, cancellationToken);
        if (bytes.Length == 0)
            return null;
        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new JsonException("null is not allowed here");
        }
        catch (JsonException mistake)
        {
            throw new ApiException(ApiProblem.BadRequest(MistakeOf(mistake)));
        }
    }

    /// <summary>The body as a JSON document of any shape.</summary>
    public async Task<JsonDocument> ReadDocumentAsync(CancellationToken cancellationToken)
    {
        var bytes = await ReadBytesAsync(MediaTypes.Json, LongestBody, cancellationToken);
        try
        {
            return JsonDocument.Parse(bytes, new() { MaxDepth = DeepestBody });
        }
        catch (JsonException mistake)
        {
            throw new ApiException(ApiProblem.BadRequest(MistakeOf(mistake)));
        }
    }

    /// <summary>The raw body; empty if there is none.</summary>
    /// <exception cref="ApiException">413 or 415.</exception>
    public async Task<byte[]> ReadBytesAsync(string mediaType, int most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most)
            throw new ApiException(ApiProblem.TooLarge(most));
        if (request.ContentLength is null or > 0 && !MediaTypes.Is(mediaType, request.ContentType))
        {
            // A request without a length may have no body; only an actual body needs a type.
            if (request.ContentLength > 0 || await request.Body.ReadAsync(new byte[1], cancellationToken) > 0)
                throw new ApiException(ApiProblem.UnsupportedMediaType(mediaType, request.ContentType));
            return [];
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (body.Length + count > most)
                throw new ApiException(ApiProblem.TooLarge(most));
            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }

    static string MistakeOf(JsonException mistake)
    {
        var (reason, line) = (JsonMistake.Of(mistake), (mistake.LineNumber ?? 0) + 1);
        return FormattableString.Invariant(
            $"The body is not valid JSON for this request: {reason} (at '{mistake.Path ?? "$"}', line {line}).");
    }
}
