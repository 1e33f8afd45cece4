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

    /// <summary>Null while the refresh is under way.</summary>
    public RefreshModels.Result? Result { get; init; }

    public RefreshRecord Ended(RefreshModels.Result result, DateTimeOffset now) =>
        this with { Status = result.Problem is null ? RunStatus.Completed : RunStatus.Failed, Updated = now, Result = result };
}

/// <summary>The refreshes of a lake.</summary>
public sealed class RefreshRecords(IObjectStore lake)
{
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

    /// <summary>The latest requested refresh; null if there never was one.</summary>
    public async Task<RefreshRecord?> LatestAsync(CancellationToken cancellationToken) =>
        await lake.ListAsync(LakeKeys.Refreshes, cancellationToken).LastOrDefaultAsync(cancellationToken) is { } latest
            ? (await lake.ReadAsync(latest.Key, SnapshotJson.Default.RefreshRecord, cancellationToken))?.Value
            : null;
}
