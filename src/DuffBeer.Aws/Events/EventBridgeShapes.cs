using System.Text.Json.Serialization;

namespace DuffBeer.Aws.Events;

public sealed record PutEventsRequest(IReadOnlyList<PutEventsRequestEntry> Entries);

/// <param name="Detail">JSON.</param>
public sealed record PutEventsRequestEntry(string Source, string DetailType, string Detail, string? EventBusName = null);

public sealed record PutEventsResponse(int FailedEntryCount = 0, IReadOnlyList<PutEventsResultEntry>? Entries = null);

/// <summary>In the order of the request: an id, or the reason why the event was refused.</summary>
public sealed record PutEventsResultEntry(string? EventId = null, string? ErrorCode = null, string? ErrorMessage = null);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PutEventsRequest))]
[JsonSerializable(typeof(PutEventsResponse))]
sealed partial class EventBridgeJson : JsonSerializerContext;
