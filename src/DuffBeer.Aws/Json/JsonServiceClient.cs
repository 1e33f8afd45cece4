using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Json;

/// <summary>A client of an AWS JSON 1.1 service: source-generated shapes on the SDK's own pipeline.</summary>
/// <remarks>Throws only our failures, besides cancellation; each names the action and the resource.</remarks>
public abstract class JsonServiceClient : AmazonServiceClient
{
    readonly JsonServiceConfig _config;

    protected JsonServiceClient(JsonServiceConfig config) : base(config) => _config = config;

    protected JsonServiceClient(AWSCredentials credentials, JsonServiceConfig config) : base(credentials, config) => _config = config;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new BaseEndpointResolver());
        pipeline.AddHandlerAfter<BaseEndpointResolver>(new SignatureVersion4());
        pipeline.AddHandlerBefore<HttpHandler<HttpContent>>(new CountedRequests(CostOf));
    }

    /// <param name="resource">The operation's resource, for the message of a failure.</param>
    protected async Task<TResponse> CallAsync<TRequest, TResponse>(
        string operation,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType,
        string resource,
        CancellationToken cancellationToken)
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = new JsonMarshaller<TRequest>(_config, requestType),
            ResponseUnmarshaller = new JsonUnmarshaller<TResponse>(responseType),
        };
        try
        {
            var response = await InvokeAsync<JsonServiceResponse<TResponse>>(
                new JsonServiceRequest<TRequest>(operation, request), options, cancellationToken);
            return response.Value ?? throw new AmazonClientException("the answer is null, but an object was expected");
        }
        catch (Exception failure) when (
            failure is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw ServiceFailure.Of(failure, $"{_config.RegionEndpointServiceName}:{operation}", resource);
        }
    }

    /// <summary>A call whose answer has no content.</summary>
    protected Task<Nothing> CallAsync<TRequest>(
        string operation, TRequest request, JsonTypeInfo<TRequest> requestType, string resource, CancellationToken cancellationToken) =>
        CallAsync(operation, request, requestType, NothingJson.Default.Nothing, resource, cancellationToken);

    /// <summary>Whether a call failed with this error code.</summary>
    protected static bool IsError(RunException failure, string code) =>
        failure.InnerException is AmazonServiceException error && error.ErrorCode == code;

    // Set per request, because this is created before the client's configuration. Of these services only the catalog bills requests.
    static CostDrivers CostOf(IRequestContext context) =>
        context.ClientConfig is JsonServiceConfig { RegionEndpointServiceName: JsonServiceConfig.GlueService }
            ? new() { CatalogRequests = 1 }
            : CostDrivers.None;

    sealed class SignatureVersion4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }
}
