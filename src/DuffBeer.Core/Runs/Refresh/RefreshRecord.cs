using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>The state of a refresh.</summary>
/// <param name="Id">Id of the new snapshot.</param>
public sealed record RefreshRecord(string Id, RunStatus Status, DateTimeOffset Created, DateTimeOffset Updated)
{
    /// <summary>Models to build whether changed or not.</summary>
    public IReadOnlyList<string> Asked { get; init; } = [];

    /// <summary>Settings to change, by name; an empty text restores the default.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The digest of the plan that it must do exactly; null to build whatever has changed.</summary>
    public string? Plan { get; init; }

    /// <summary>The name of the snapshot that it builds beside the shown one; null to show the result.</summary>
    public string? Into { get; init; }

    /// <summary>Id of the snapshot that the current try builds; null before it begins, and in older records.</summary>
    public string? Building { get; init; }

    /// <summary>Null while the refresh is under way.</summary>
    public RefreshModels.Result? Result { get; init; }

    public RefreshRecord Ended(RefreshModels.Result result, DateTimeOffset now) =>
        this with { Status = result.Problem is null ? RunStatus.Completed : RunStatus.Failed, Updated = now, Result = result };
}

/// <summary>One page of refreshes, newest first.</summary>
/// <param name="Next">Continuation token of the next page; null on the last one.</param>
public sealed record RefreshPage(IReadOnlyList<RefreshRecord> Refreshes, string? Next);

/// <summary>The refreshes of a lake.</summary>
public sealed class RefreshRecords(IObjectStore lake)
{
    /// <summary>Refreshes of other states that one page skips at most.</summary>
    public const int MostSkipped = 200;

    public async Task<RefreshRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.Refresh(id), SnapshotJson.Default.RefreshRecord, cancellationToken))?.Value is { } found
            && found.Id == id
            ? found
            : null;

    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task<RefreshRecord> GetAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) ?? throw new TerminalException(ProblemCode.NotFound, $"There is no refresh '{id}'.");

    public async Task SaveAsync(RefreshRecord record, CancellationToken cancellationToken) =>
        await lake.WriteAsync(
            LakeKeys.Refresh(record.Id),
            record,
            SnapshotJson.Default.RefreshRecord,
            WriteCondition.None,
            cancellationToken);

    /// <summary>
    /// Refreshes, newest first. Reads only the records of the page and a bounded number that the filter skips: then the page may have
    /// fewer than wanted and still a next one.
    /// </summary>
    /// <param name="status">Null for any state.</param>
    /// <param name="before">Continuation token: only older refreshes; null for the first page.</param>
    public async Task<RefreshPage> PageAsync(RunStatus? status, string? before, int limit, CancellationToken cancellationToken)
    {
        var (page, skipped) = (new List<RefreshRecord>(), 0);
        var keys = LakeKeys.RefreshesByTime.NewestFirstAsync(lake, before is null ? null : LakeKeys.Refresh(before), cancellationToken);
        await foreach (var key in keys)
        {
            var found = (await lake.ReadAsync(key, SnapshotJson.Default.RefreshRecord, cancellationToken))?.Value;
            if (found is null || (status is not null && found.Status != status))
                skipped++;
            else if (page.Count == limit)
                return new(page, page[^1].Id);
            else
                page.Add(found);
            if (skipped == MostSkipped)
                return new(page, LakeKeys.RefreshOf(key));
        }

        return new(page, null);
    }

    /// <summary>The refresh under way, or else the latest requested one, found without a listing; null if there never was one.</summary>
    public async Task<RefreshRecord?> CurrentAsync(CancellationToken cancellationToken)
    {
        var pending = (await lake.ReadAsync(LakeKeys.PendingRefresh, SnapshotJson.Default.PendingRefresh, cancellationToken))?.Value;
        if (pending is null)
            return null;
        RefreshRecord? latest = null;
        foreach (var id in pending.Ids)
        {
            latest = await FindAsync(id, cancellationToken) ?? latest;
            if (latest?.Status == RunStatus.Running)
                break;
        }

        return latest;
    }

    /// <summary>The latest requested refresh; null if there never was one.</summary>
    public async Task<RefreshRecord?> LatestAsync(CancellationToken cancellationToken) =>
        await LakeKeys.RefreshesByTime.NewestFirstAsync(lake, null, cancellationToken).FirstOrDefaultAsync(cancellationToken)
            is { } latest
            ? (await lake.ReadAsync(latest, SnapshotJson.Default.RefreshRecord, cancellationToken))?.Value
            : null;
}
