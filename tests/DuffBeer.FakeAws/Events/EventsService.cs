using System.Text.Json.Nodes;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.Events;

/// <summary>EventBridge buses; they keep the events for tests.</summary>
public sealed class EventsService : IJsonService
{
    readonly Lock _lock = new();
    readonly List<JsonObject> _taken = [];

    public string Target => "AWSEvents";

    /// <summary>Buses that exist.</summary>
    public IReadOnlyList<string> Buses { get; set; } = ["default"];

    /// <summary>How many of the next entries are refused, each by itself, while the call succeeds.</summary>
    public int RefuseEntries { get; set; }

    /// <summary>Entries as they were sent.</summary>
    public IReadOnlyList<JsonObject> Taken
    {
        get
        {
            lock (_lock)
                return [.. _taken];
        }
    }

    public Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        if (operation != "PutEvents")
            throw new WireException(400, "UnknownOperationException", $"This fake has no operation {operation}.");
        var entries = input["Entries"]!.AsArray();
        if (entries.Count is < 1 or > 10)
            throw new WireException(400, "ValidationException", "1 to 10 entries are expected.");
        lock (_lock)
        {
            var results = entries.Select(entry => Put(entry!.AsObject())).ToArray<JsonNode>();
            return Task.FromResult(
                new JsonObject
                {
                    ["FailedEntryCount"] = results.Count(result => result["ErrorCode"] is not null),
                    ["Entries"] = new JsonArray(results),
                });
        }
    }

    JsonObject Put(JsonObject entry)
    {
        if (RefuseEntries > 0)
        {
            RefuseEntries--;
            return new() { ["ErrorCode"] = "ThrottlingException", ["ErrorMessage"] = "Rate exceeded" };
        }

        var bus = entry["EventBusName"]?.GetValue<string>() ?? "default";
        if (!Buses.Contains(bus))
            return new() { ["ErrorCode"] = "InvalidArgument", ["ErrorMessage"] = $"Event bus {bus} does not exist." };
        if (JsonNode.Parse(entry["Detail"]!.GetValue<string>()) is not JsonObject)
            return new() { ["ErrorCode"] = "MalformedDetail", ["ErrorMessage"] = "Detail is malformed." };
        _taken.Add((JsonObject)entry.DeepClone());
        return new() { ["EventId"] = Guid.NewGuid().ToString() };
    }
}
