using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>The refresh under way, or the pending one, coalesced from all requests since the last one began.</summary>
/// <param name="Id">Id of the refresh's record.</param>
/// <param name="IsTaken">The refresh has begun: a new request gets the next one.</param>
public sealed record PendingRefresh(string Id, IReadOnlyList<string> Models, IReadOnlyDictionary<string, string> Settings, bool IsTaken)
{
    /// <summary>The refresh that was under way when this one was requested: if it was interrupted, it runs again first.</summary>
    public PendingRefresh? Previous { get; init; }

    public PendingRefresh With(IEnumerable<string> models, IReadOnlyDictionary<string, string> settings)
    {
        var merged = Settings.ToDictionary();
        foreach (var (name, value) in settings)
            merged[name] = value;
        return this with { Models = [.. Models.Union(models).Order(StringComparer.Ordinal)], Settings = merged };
    }
}

/// <summary>A refresh that was taken and must run now.</summary>
/// <param name="Request">Id of the refresh's record.</param>
public sealed record RefreshTurn(string Request, RefreshModels.Input Refresh);

/// <summary>The outcome of a refresh that was taken.</summary>
public sealed record RefreshEnding(string Request, RefreshModels.Result Result);

/// <summary>
/// Requests for refreshes, under one key in the lake: any process adds requests, and one process at a time takes the pending refresh.
/// </summary>
/// <remarks>
/// Pending requests are coalesced. The refresh that takes a request serves it, because it reads everything published before. A host takes a
/// refresh only while no other one runs: one orchestration in the cloud, the holder of the home's lock on one machine.
/// </remarks>
public sealed class RefreshRequests(IObjectStore lake, TimeProvider time)
{
    public static readonly ActivityName<string, RefreshTurn?> Take = new(nameof(TakeRefresh));
    public static readonly ActivityName<RefreshEnding, bool> End = new(nameof(EndRefresh));

    readonly RefreshRecords _records = new(lake);

    /// <summary>Adds a request to the pending refresh, or creates one. Returns the record of the refresh that will serve it.</summary>
    /// <param name="models">Models to build whether changed or not.</param>
    /// <param name="settings">Settings to change, by name; an empty text returns to the default.</param>
    public async Task<RefreshRecord> AddAsync(
        IReadOnlyList<string> models, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pending = await UpdateAsync(
            current =>
            {
                now = time.GetUtcNow();
                if (current is { IsTaken: false })
                    return Task.FromResult<PendingRefresh?>(
                        models.Count == 0 && settings.Count == 0 ? current : current.With(models, settings));
                var next = new PendingRefresh(TimeId.After(current?.Id, now), [], new Dictionary<string, string>(), IsTaken: false)
                {
                    Previous = current,
                };
                return Task.FromResult<PendingRefresh?>(next.With(models, settings));
            },
            cancellationToken);
        return await RecordAsync(pending!, now, cancellationToken);
    }

    /// <summary>Takes the pending refresh, or resumes an interrupted one; null if there is none.</summary>
    public async Task<RefreshTurn?> TakeAsync(CancellationToken cancellationToken)
    {
        (RefreshTurn? previous, PendingRefresh? taken) = (null, null);
        await UpdateAsync(
            async current =>
            {
                taken = null;
                previous = current is null ? null : await PreviousAsync(current, cancellationToken);
                if (current is null || previous is not null)
                    return null;
                taken = !current.IsTaken || await IsInterruptedAsync(current, cancellationToken) ? current : null;
                return current.IsTaken ? current : current with { IsTaken = true, Previous = null };
            },
            cancellationToken);
        return previous ?? (taken is null ? null : await TurnAsync(taken, cancellationToken));
    }

    /// <summary>The refresh interrupted before this one was requested; null if there is none, or its record cannot be written.</summary>
    async Task<RefreshTurn?> PreviousAsync(PendingRefresh pending, CancellationToken cancellationToken)
    {
        if (pending.Previous is not { } previous || !await IsInterruptedAsync(previous, cancellationToken))
            return null;
        try
        {
            return await TurnAsync(previous, cancellationToken);
        }
        catch (RunException)
        {
            // One record that cannot be written must not stop the refreshes after it. If the whole lake is unavailable, they fail too.
            return null;
        }
    }

    async Task<RefreshTurn> TurnAsync(PendingRefresh taken, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var known = await _records.FindAsync(taken.Id, cancellationToken) ?? new(taken.Id, RunStatus.Running, now, now);
        // The snapshot id belongs to this try, so leftovers of an interrupted try do no harm.
        var snapshot = TimeId.After((await new Snapshots(lake).PointerAsync(cancellationToken))?.Newest, now);
        await _records.SaveAsync(
            known with { Asked = taken.Models, Settings = taken.Settings, Updated = now, Building = snapshot }, cancellationToken);
        return new(taken.Id, new(snapshot, taken.Models, taken.Settings));
    }

    /// <summary>Records how a refresh that was taken has ended.</summary>
    public async Task<RefreshRecord> EndAsync(RefreshEnding ending, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var record = await _records.FindAsync(ending.Request, cancellationToken) ?? new(ending.Request, RunStatus.Running, now, now);
        var ended = record.Ended(ending.Result, now);
        await _records.SaveAsync(ended, cancellationToken);
        return ended;
    }

    /// <summary>Makes an interrupted refresh pending again, so that new requests join it. Call only while no refresh runs.</summary>
    public Task RequeueAsync(CancellationToken cancellationToken) => UpdateAsync(
        async current => current is { IsTaken: true } && await IsInterruptedAsync(current, cancellationToken)
            ? current with { IsTaken = false }
            : null,
        cancellationToken);

    /// <summary>Whether a refresh is pending, or was interrupted.</summary>
    public async Task<bool> IsPendingAsync(CancellationToken cancellationToken) =>
        await ReadAsync(cancellationToken) is { } current
        && (!current.Value.IsTaken || await IsInterruptedAsync(current.Value, cancellationToken));

    async Task<bool> IsInterruptedAsync(PendingRefresh taken, CancellationToken cancellationToken) =>
        await _records.FindAsync(taken.Id, cancellationToken) is not { Status: not RunStatus.Running };

    // Created only if missing: the refresh may have begun or ended by now.
    async Task<RefreshRecord> RecordAsync(PendingRefresh pending, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var record = new RefreshRecord(pending.Id, RunStatus.Running, now, now) { Asked = pending.Models, Settings = pending.Settings };
        var isNew = await lake.WriteAsync(
            LakeKeys.Refresh(pending.Id), record, SnapshotJson.Default.RefreshRecord, WriteCondition.IfAbsent, cancellationToken);
        return isNew
            ? record
            : (await _records.FindAsync(pending.Id, cancellationToken) ?? record) with
            {
                Asked = pending.Models, Settings = pending.Settings,
            };
    }

    Task<Document<PendingRefresh>?> ReadAsync(CancellationToken cancellationToken) =>
        lake.ReadAsync(LakeKeys.PendingRefresh, SnapshotJson.Default.PendingRefresh, cancellationToken);

    Task<PendingRefresh?> UpdateAsync(Func<PendingRefresh?, Task<PendingRefresh?>> next, CancellationToken cancellationToken) =>
        lake.UpdateAsync(LakeKeys.PendingRefresh, SnapshotJson.Default.PendingRefresh, next, time, cancellationToken);
}

/// <summary>Takes the pending refresh.</summary>
public sealed class TakeRefresh(RefreshRequests requests) : IActivity<string, RefreshTurn?>
{
    public Task<RefreshTurn?> RunAsync(string input, CancellationToken cancellationToken) => requests.TakeAsync(cancellationToken);
}

/// <summary>Records how a refresh has ended.</summary>
public sealed class EndRefresh(RefreshRequests requests) : IActivity<RefreshEnding, bool>
{
    public async Task<bool> RunAsync(RefreshEnding input, CancellationToken cancellationToken)
    {
        await requests.EndAsync(input, cancellationToken);
        return true;
    }
}
