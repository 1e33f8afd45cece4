using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace DuffBeer.Aws.Json;

sealed class JsonServiceRequest<T>(string operation, T value) : AmazonWebServiceRequest
{
    public string Operation => operation;
    public T Value => value;
}

sealed class JsonServiceResponse<T> : AmazonWebServiceResponse
{
    public T? Value { get; init; }
}

/// <summary>An answer whose content is not needed.</summary>
public sealed record Nothing;

[JsonSerializable(typeof(Nothing))]
sealed partial class NothingJson : JsonSerializerContext;

sealed class JsonMarshaller<T>(JsonServiceConfig config, JsonTypeInfo<T> type) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = (JsonServiceRequest<T>)input;
        return new DefaultRequest(input, config.ServiceId)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Headers =
            {
                ["Content-Type"] = "application/x-amz-json-1.1",
                ["X-Amz-Target"] = $"{config.Target}.{request.Operation}",
            },
            Content = JsonSerializer.SerializeToUtf8Bytes(request.Value, type),
        };
    }
}

/// <summary>An error of a JSON service. The SDK's pipeline repeats the request, with its backoff, if that may help.</summary>
sealed class ServiceException(string message, Exception inner, string code, string? requestId, HttpStatusCode status)
    : AmazonServiceException(message, inner, ErrorType.Unknown, code, requestId, status)
{
    public override RetryableDetails? Retryable => ServiceFailure.MayRepeat(ErrorCode) ? new(throttling: false) : null;
}

sealed class JsonUnmarshaller<T>(JsonTypeInfo<T> type) : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context) =>
        new JsonServiceResponse<T> { Value = JsonSerializer.Deserialize(context.Stream, type) };

    /// <remarks>
    /// The pipeline retries by error code, so the body must be read here, from the context's stream; otherwise it would miss throttling.
    /// </remarks>
    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        var (code, message) = Read(context.Stream);
        var headers = context.ResponseData;
        code ??= headers.IsHeaderPresent("x-amzn-ErrorType") ? headers.GetHeaderValue("x-amzn-ErrorType") : null;
        var id = headers.IsHeaderPresent("x-amzn-RequestId") ? headers.GetHeaderValue("x-amzn-RequestId") : null;
        return new ServiceException(message ?? $"HTTP status {(int)statusCode}", innerException, Name(code), id, statusCode);
    }

    // A proxy may answer with a page of its own.
    static (string? Code, string? Message) Read(Stream body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return (Text(document.RootElement, "__type"), Text(document.RootElement, "message") ?? Text(document.RootElement, "Message"));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    // "com.amazonaws.glue#EntityNotFoundException:http://…" names EntityNotFoundException.
    static string Name(string? type) => type is null ? "" : type[(type.LastIndexOf('#') + 1)..].Split(':')[0];
}
