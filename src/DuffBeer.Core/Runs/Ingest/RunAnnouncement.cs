using System.Text;
using System.Text.Json;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>The event that announces the end of a run, delivered at least once.</summary>
static class RunAnnouncement
{
    public static Task SendAsync(IEventPublisher events, RunRecord ended, CancellationToken cancellationToken) =>
        events.PublishAsync(ended.Problem is null ? "RunCompleted" : "RunFailed", Detail(ended), cancellationToken);

    static string Detail(RunRecord record)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("run", record.Id);
            json.WriteString("dataset", record.Dataset);
            json.WriteNumber("attempt", record.Attempt);
            json.WriteNumber("accepted", record.Ledger?.Accepted ?? 0);
            json.WriteNumber("rejected", record.Ledger?.Rejected ?? 0);
            if (record.Problem is { } problem)
                json.WriteString("problem", problem.Code.ToString());
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
