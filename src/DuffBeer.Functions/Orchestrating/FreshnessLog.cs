using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Logs how old the newest published file and the oldest unfinished run are, for alerts.</summary>
public sealed partial class FreshnessLog(Stores stores, DatasetCatalog datasets, TimeProvider time, ILogger<FreshnessLog> log)
{
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (count, oldest) = await UnfinishedAsync(now, cancellationToken);
        if (await PublishedAsync(cancellationToken) is { } published)
            Fresh(log, Minutes(now - published), count, oldest);
        else
            Empty(log, count, oldest);
    }

    async Task<DateTimeOffset?> PublishedAsync(CancellationToken cancellationToken)
    {
        var manifests = new DatasetManifests(stores.Lake);
        DateTimeOffset? newest = null;
        foreach (var dataset in datasets.All)
        {
            var latest = (await manifests.ReadAsync(dataset.Name, cancellationToken)).LatestPublished;
            newest = newest > latest ? newest : latest ?? newest;
        }

        return newest;
    }

    /// <summary>Runs under way, and the minutes since the oldest attempt began. Suspended runs do not count.</summary>
    async Task<(int Count, long Oldest)> UnfinishedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var records = new RunRecords(stores.Lake, time);
        var (count, oldest) = (0, 0L);
        await foreach (var attempt in records.Unfinished.ListAsync(cancellationToken))
        {
            if (await records.FindAsync(attempt.Run, cancellationToken) is not { Status: RunStatus.Running } run)
                continue;
            count++;
            oldest = Math.Max(oldest, Minutes(now - (run.Started ?? run.Created)));
        }

        return (count, oldest);
    }

    static long Minutes(TimeSpan age) => (long)age.TotalMinutes;

    [LoggerMessage(
        3002,
        LogLevel.Information,
        "Freshness: {Published} minutes since a file was published; {Unfinished} unfinished runs, the oldest for {Oldest} minutes")]
    static partial void Fresh(ILogger log, long published, int unfinished, long oldest);

    [LoggerMessage(
        3003,
        LogLevel.Information,
        "Freshness: no file was published yet; {Unfinished} unfinished runs, the oldest for {Oldest} minutes")]
    static partial void Empty(ILogger log, int unfinished, long oldest);
}
