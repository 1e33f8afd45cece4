namespace DuffBeer.Aws.Events;

/// <summary>Where events go.</summary>
public sealed class EventBridgeOptions
{
    /// <summary>Name or ARN of the bus. Default: <c>default</c>.</summary>
    public string EventBus { get; set; } = "default";

    /// <summary>The events' source, for rules. Default: <c>duffbeer</c>.</summary>
    public string Source { get; set; } = "duffbeer";

    /// <summary>Missing or invalid settings; empty where all are valid.</summary>
    public IEnumerable<string> Problems()
    {
        if (EventBus.Length == 0)
            yield return "the event bus is empty";
        if (Source.Length == 0 || Source.StartsWith("aws.", StringComparison.Ordinal))
            yield return $"the source of events must not be empty or begin with AWS's own 'aws.', but is '{Source}'";
    }
}
