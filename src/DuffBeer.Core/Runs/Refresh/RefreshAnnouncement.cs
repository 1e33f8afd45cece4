using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>The events that announce a refresh and its models, delivered at least once.</summary>
public static class RefreshAnnouncement
{
    public static Task StartedAsync(IEventPublisher events, RefreshModels.Input refresh, CancellationToken cancellationToken) =>
        SendAsync(events, Announcement.RefreshStarted, refresh.Snapshot, [], null, [], cancellationToken);

    /// <param name="ended">A record with its result.</param>
    public static Task EndedAsync(IEventPublisher events, RefreshRecord ended, CancellationToken cancellationToken)
    {
        var problem = ended.Result?.Problem;
        return SendAsync(
            events, problem is null ? Announcement.RefreshCompleted : Announcement.RefreshFailed, ended.Building ?? ended.Id, [],
            problem, [], cancellationToken);
    }

    /// <param name="type">One of the events of models.</param>
    /// <param name="problem">Null if there is none.</param>
    public static Task ModelsAsync(
        IEventPublisher events, string type, RefreshModels.ModelsInput models, Problem? problem, CancellationToken cancellationToken) =>
        SendAsync(events, type, models.Snapshot, models.Models, problem, [], cancellationToken);

    /// <summary>The audits of models have been asked.</summary>
    /// <param name="found">Those that found rows.</param>
    public static Task AuditedAsync(
        IEventPublisher events, RefreshModels.ModelsInput models, IEnumerable<Audit> found, Problem? problem,
        CancellationToken cancellationToken) =>
        SendAsync(
            events, Announcement.ModelsAudited, models.Snapshot, models.Models, problem, found.Select(audit => audit.Name),
            cancellationToken);

    static Task SendAsync(
        IEventPublisher events, string type, string snapshot, IReadOnlyList<string> models, Problem? problem, IEnumerable<string> found,
        CancellationToken cancellationToken) => events.PublishAsync(
        type,
        Announcement.Detail(json =>
        {
            json.WriteString("snapshot", snapshot);
            Write("models", models);
            Write("found", found);
            if (problem is not null)
                json.WriteString("problem", problem.Code.ToString());

            void Write(string name, IEnumerable<string> texts)
            {
                json.WriteStartArray(name);
                foreach (var text in texts)
                    json.WriteStringValue(text);
                json.WriteEndArray();
            }
        }),
        cancellationToken);
}
