using System.Text.Json;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Writes how a run ended and what it cost, and tells whoever waits.</summary>
public sealed class ConcludeRun(RunRecords runs, PartCleanup attempts, IEventPublisher events, ActivityMeter meter, PriceTable prices) : IActivity<IngestFile.Ending, bool>
{
    public async Task<bool> RunAsync(IngestFile.Ending input, CancellationToken cancellationToken)
    {
        var ended = await meter.MeasureAsync(IngestFile.InstanceOf(input.RunId, input.Attempt), own => ConcludeAsync(input, own, cancellationToken));
        return ended.Problem is { } problem ? throw problem.ToException() : ended.Value;
    }

    /// <param name="own">Measures this activity, and has what failed tries of the run took.</param>
    async Task<bool> ConcludeAsync(IngestFile.Ending input, CostMeter own, CancellationToken cancellationToken)
    {
        var record = await runs.GetAsync(input.RunId, cancellationToken);
        if (record.Attempt != input.Attempt)
            return false;

        // Somebody ended the run while it was under way elsewhere: its problem is only that.
        if (input.Problem is not null && record.Status == RunStatus.Terminated)
        {
            await attempts.DeleteAsync(record, result: null, cancellationToken);
            return false;
        }

        record = input.Problem is null
            ? record with { Status = RunStatus.Completed, Stage = RunStage.Done, Problem = null }
            : record with { Status = RunStatus.Failed, Problem = input.Problem };
        // First what nobody will see: once the record says how the run ended, nobody comes back to it.
        if (input.Problem is not null)
            await attempts.DeleteAsync(record, await runs.ResultAsync(record.Id, record.Attempt, cancellationToken), cancellationToken);
        await runs.SaveAsync(record with { Cost = prices.CostOf(input.Cost + own.Spent) }, cancellationToken);
        await TellAsync(events, record, cancellationToken);
        return true;
    }

    /// <summary>Tells of a run's end. At least once: where it may have been cut off before, it is told again.</summary>
    public static Task TellAsync(IEventPublisher events, RunRecord ended, CancellationToken cancellationToken) =>
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

        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }
}
