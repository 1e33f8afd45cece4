using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>The events that announce the start and the end of a run's attempt, delivered at least once.</summary>
static class RunAnnouncement
{
    /// <summary>The attempt has ended, in whatever way.</summary>
    public static Task SendAsync(IEventPublisher events, RunRecord ended, CancellationToken cancellationToken) =>
        events.PublishAsync(TypeOf(ended), Detail(ended), cancellationToken);

    public static Task StartedAsync(IEventPublisher events, IngestFile.Input attempt, CancellationToken cancellationToken) =>
        events.PublishAsync(
            Announcement.RunStarted,
            Announcement.Detail(json =>
            {
                json.WriteString("run", attempt.RunId);
                json.WriteNumber("attempt", attempt.Attempt);
            }),
            cancellationToken);

    static string TypeOf(RunRecord ended) => ended.Status == RunStatus.Terminated ? Announcement.RunTerminated
        : ended.Problem is null ? Announcement.RunCompleted
        : Announcement.RunFailed;

    static string Detail(RunRecord record) => Announcement.Detail(json =>
    {
        json.WriteString("run", record.Id);
        json.WriteString("dataset", record.Dataset);
        json.WriteNumber("attempt", record.Attempt);
        json.WriteNumber("accepted", record.Ledger?.Accepted ?? 0);
        json.WriteNumber("rejected", record.Ledger?.Rejected ?? 0);
        if (record.Problem is { } problem)
            json.WriteString("problem", problem.Code.ToString());
    });
}
