using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>A run has ended: asks for a refresh where it has something to show, and tells the outside.</summary>
public sealed class RunAnnouncements(IEventPublisher outside, DurableRefresh refresh, ILogger<RunAnnouncements> log) : IEventPublisher
{
    static readonly Action<ILogger, string, Exception?> s_notTold =
        LoggerMessage.Define<string>(LogLevel.Warning, new(3001, "EventNotSent"), "The event {DetailType} could not be sent");

    public async Task PublishAsync(string detailType, string detail, CancellationToken cancellationToken)
    {
        if (detailType == "RunCompleted")
            await refresh.AskAsync(cancellationToken);
        try
        {
            await outside.PublishAsync(detailType, detail, cancellationToken);
        }
        catch (TerminalException failure)
        {
            // The run is what it is, also where nobody can be told.
            s_notTold(log, detailType, failure);
        }
    }
}
