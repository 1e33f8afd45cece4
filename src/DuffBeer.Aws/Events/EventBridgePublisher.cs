using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Events;

/// <summary>Sends events to an EventBridge bus.</summary>
/// <param name="firstWait">Delay before a failed entry is sent again; it doubles each time.</param>
public sealed class EventBridgePublisher(EventBridgeClient client, EventBridgeOptions options, TimeSpan firstWait) : IEventPublisher
{
    const int MaxTries = 4;

    public EventBridgePublisher(
        EventBridgeClient client, EventBridgeOptions options) : this(client, options, TimeSpan.FromMilliseconds(200))
    {
    }

    /// <remarks>A call may succeed while the entry fails; the entry is then sent again, up to four times in all.</remarks>
    public async Task PublishAsync(string detailType, string detail, CancellationToken cancellationToken)
    {
        var request = new PutEventsRequest([new(options.Source, detailType, detail, options.EventBus)]);
        for (var (attempt, wait) = (1, firstWait); ; attempt++, wait *= 2)
        {
            var answer = await client.PutEventsAsync(request, cancellationToken);
            if (answer.FailedEntryCount == 0)
                return;
            var entry = answer.Entries is [var first, ..] ? first : null;
            if (attempt == MaxTries)
                throw Refused(detailType, entry);
            await Task.Delay(wait, cancellationToken);
        }
    }

    RunException Refused(string detailType, PutEventsResultEntry? entry)
    {
        var said = $"events:PutEvents on the event bus {options.EventBus} refused a {detailType} in {MaxTries} tries: "
            + $"{entry?.ErrorCode}: {entry?.ErrorMessage}";
        return entry?.ErrorCode is "InternalFailure" or "InternalException" or "ThrottlingException"
            ? new TransientException(ProblemCode.EngineUnavailable, said)
            : new TerminalException(ProblemCode.EngineUnavailable, said);
    }
}
