using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>What people ask about a refresh of the models.</summary>
/// <param name="Id">That of the snapshot that is to come.</param>
public sealed record RefreshRecord(string Id, RunStatus Status, DateTimeOffset Created, DateTimeOffset Updated)
{
    /// <summary>Models to build whether changed or not.</summary>
    public IReadOnlyList<string> Asked { get; init; } = [];

    /// <summary>Settings to change, by name; an empty text returns to the default.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Null while it is under way.</summary>
    public RefreshModels.Result? Result { get; init; }

    public RefreshRecord Ended(RefreshModels.Result result, DateTimeOffset now) =>
        this with { Status = result.Problem is null ? RunStatus.Completed : RunStatus.Failed, Updated = now, Result = result };
}

/// <summary>The refreshes of a lake.</summary>
public sealed class RefreshRecords(IObjectStore lake)
{
    public async Task<RefreshRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.Refresh(id), SnapshotJson.Default.RefreshRecord, cancellationToken))?.Value is { } found && found.Id == id ? found : null;

    public async Task SaveAsync(RefreshRecord record, CancellationToken cancellationToken) =>
        await lake.WriteAsync(LakeKeys.Refresh(record.Id), record, SnapshotJson.Default.RefreshRecord, WriteCondition.None, cancellationToken);

    /// <summary>Those that have not ended, of the last so many; the oldest first.</summary>
    public async Task<IReadOnlyList<RefreshRecord>> UnfinishedAsync(int last, CancellationToken cancellationToken)
    {
        var records = await LastAsync(last, cancellationToken);
        return [.. records.Where(record => record.Status == RunStatus.Running)];
    }

    /// <summary>The refresh that began last; null where there never was one.</summary>
    public async Task<RefreshRecord?> LatestAsync(CancellationToken cancellationToken) => await LastAsync(1, cancellationToken) is [var latest] ? latest : null;

    async Task<IReadOnlyList<RefreshRecord>> LastAsync(int count, CancellationToken cancellationToken)
    {
        var records = new List<RefreshRecord>();
        await foreach (var stat in lake.ListAsync(LakeKeys.Refreshes, cancellationToken).TakeLast(count))
        {
            if (await lake.ReadAsync(stat.Key, SnapshotJson.Default.RefreshRecord, cancellationToken) is { } found)
                records.Add(found.Value);
        }

        return records;
    }
}

/// <summary>Refreshes the models one at a time; asks that come meanwhile become one.</summary>
public interface IModelRefresh
{
    /// <summary>The refresh that will do what is asked; it has not begun yet, or did so just now.</summary>
    /// <param name="models">Models to build whether changed or not.</param>
    /// <param name="settings">Settings to change, by name; an empty text returns to the default.</param>
    Task<RefreshRecord> AskAsync(IReadOnlyList<string> models, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken);
}
