using Amazon.Runtime;
using DuffBeer.Aws.Json;

namespace DuffBeer.Aws.Events;

/// <summary>The one operation of EventBridge that we use, named as in the SDK.</summary>
public sealed class EventBridgeClient : JsonServiceClient
{
    public EventBridgeClient(JsonServiceConfig config) : base(config)
    {
    }

    public EventBridgeClient(AWSCredentials credentials, JsonServiceConfig config) : base(credentials, config)
    {
    }

    /// <remarks>Succeeds even if single entries failed: see their results.</remarks>
    public Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken) => CallAsync(
        "PutEvents", request, EventBridgeJson.Default.PutEventsRequest, EventBridgeJson.Default.PutEventsResponse,
        $"the event bus {request.Entries[0].EventBusName ?? "default"}", cancellationToken);
}
