using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Announces the end of a run: sends the event, and requests a refresh if the run completed.</summary>
public sealed class RunAnnouncements(IEventPublisher outside, DurableRefresh refresh, ILogger<RunAnnouncements> log) : IEventPublisher
{
    static readonly Action<ILogger, string, Exception?> s_notTold =
        LoggerMessage.Define<string>(LogLevel.Warning, new(3001, "EventNotSent"), "The event {DetailType} could not be sent");

    // Alerts read the line. Its detail has ids, counts and a code, no cells.
    static readonly Action<ILogger, string, string, Exception?> s_announced = LoggerMessage.Define<string, string>(
        LogLevel.Information, new(3004, "Announced"), "Announced {DetailType}: {Detail}");

    public async Task PublishAsync(string detailType, string detail, CancellationToken cancellationToken)
    {
        if (!Announcement.IsForOutside(detailType))
            return;
        s_announced(log, detailType, detail, null);
        if (detailType == Announcement.RunCompleted)
            await refresh.RequestAsync(cancellationToken);
        try
        {
            await outside.PublishAsync(detailType, detail, cancellationToken);
        }
        catch (TerminalException failure)
        {
            // A lost event does not fail the run.
            s_notTold(log, detailType, failure);
        }
    }
}
