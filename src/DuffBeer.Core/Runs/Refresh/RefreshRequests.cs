using System.Text.Json.Serialization;
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

    /// <summary>See <see cref="RefreshRequest.Plan"/>.</summary>
    public string? Plan { get; init; }

    /// <summary>See <see cref="RefreshRequest.Into"/>.</summary>
    public string? Into { get; init; }

    /// <summary>Requests that cannot join this refresh, in the order in which they came: each is a refresh of its own.</summary>
    public IReadOnlyList<PendingRefresh> Behind
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Ids of all refreshes, in their order.</summary>
    [JsonIgnore]
    public IEnumerable<string> Ids =>
        [.. Previous is null ? Array.Empty<string>() : [Previous.Id], Id, .. Behind.Select(waiting => waiting.Id)];

    public RefreshRequest ToRequest() => new(Models, Settings) { Plan = Plan, Into = Into };

    /// <summary>With a request joined; null if each needs a refresh of its own.</summary>
    public PendingRefresh? With(RefreshRequest request)
    {
        if (IsTaken || !request.CanJoin || !ToRequest().CanJoin)
            return null;
        if (request.Models.Count == 0 && request.Settings.Count == 0)
            return this;
        var merged = Settings.ToDictionary();
        foreach (var (name, value) in request.Settings)
            merged[name] = value;
        return this with { Models = [.. Models.Union(request.Models).Order(StringComparer.Ordinal)], Settings = merged };
    }

    /// <summary>A refresh that waits to be taken.</summary>
    public static PendingRefresh Of(string id, RefreshRequest request) => new(
        id, [.. request.Models.Distinct().Order(StringComparer.Ordinal)], request.Settings, IsTaken: false)
    {
        Plan = request.Plan, Into = request.Into,
    };
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
/// Pending requests are coalesced, except those for a plan or into a name, which wait their turn. The refresh that takes a request serves
/// it, because it reads everything published before. A host takes a refresh only while no other one runs: one orchestration in the cloud,
/// the holder of the home's lock on one machine.
/// </remarks>
public sealed class RefreshRequests(IObjectStore lake, TimeProvider time)
{
    public static readonly ActivityName<string, RefreshTurn?> Take = new(nameof(TakeRefresh));
    public static readonly ActivityName<RefreshEnding, bool> End = new(nameof(EndRefresh));

    readonly RefreshRecords _records = new(lake);
    readonly NamedSnapshots _named = new(lake, new(lake), time);

    /// <summary>Adds a request to the last pending refresh, or creates one. Returns the record of the refresh that will serve it.</summary>
    public async Task<RefreshRecord> AddAsync(RefreshRequest request, CancellationToken cancellationToken)
    {
        var (now, serving) = (time.GetUtcNow(), (PendingRefresh?)null);
        await UpdateAsync(
            current =>
            {
                now = time.GetUtcNow();
                PendingRefresh next;
                (next, serving) = Added(current, request, now);
                return Task.FromResult<PendingRefresh?>(next);
            },
            cancellationToken);
        return await RecordAsync(serving!, now, cancellationToken);
    }

    /// <summary>The document with a request added, and the refresh that serves it.</summary>
    static (PendingRefresh Next, PendingRefresh Serving) Added(PendingRefresh? current, RefreshRequest request, DateTimeOffset now)
    {
        var last = current is { Behind: [.., var waiting] } ? waiting : current;
        var serving = last?.With(request) ?? PendingRefresh.Of(TimeId.After(last?.Id, now), request);
        var isNew = serving.Id != last?.Id;
        if (current is null || (current.IsTaken && current.Behind.Count == 0))
            return (serving with { Previous = current }, serving);
        if (!isNew && current.Behind.Count == 0)
            return (serving, serving);
        var before = isNew ? current.Behind : current.Behind.SkipLast(1);
        return ReferenceEquals(serving, last) ? (current, serving) : (current with { Behind = [.. before, serving] }, serving);
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
                if (!current.IsTaken)
                    return taken = current with { IsTaken = true, Previous = null };
                if (await IsInterruptedAsync(current, cancellationToken))
                {
                    taken = current;
                    return current;
                }

                return current.Behind is [var first, ..]
                    ? taken = first with { IsTaken = true, Behind = [.. current.Behind.Skip(1)] }
                    : current;
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
        var snapshot = await _named.NextIdAsync(known.Building, cancellationToken);
        await _records.SaveAsync(Recorded(known, taken) with { Updated = now, Building = snapshot }, cancellationToken);
        return new(taken.Id, RefreshModels.Input.Of(snapshot, taken.Id, taken.ToRequest()));
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
        && (!current.Value.IsTaken || current.Value.Behind.Count > 0 || await IsInterruptedAsync(current.Value, cancellationToken));

    async Task<bool> IsInterruptedAsync(PendingRefresh taken, CancellationToken cancellationToken) =>
        await _records.FindAsync(taken.Id, cancellationToken) is not { Status: not RunStatus.Running };

    // Created only if missing: the refresh may have begun or ended by now.
    async Task<RefreshRecord> RecordAsync(PendingRefresh pending, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var record = Recorded(new(pending.Id, RunStatus.Running, now, now), pending);
        var isNew = await lake.WriteAsync(
            LakeKeys.Refresh(pending.Id), record, SnapshotJson.Default.RefreshRecord, WriteCondition.IfAbsent, cancellationToken);
        return isNew ? record : Recorded(await _records.FindAsync(pending.Id, cancellationToken) ?? record, pending);
    }

    static RefreshRecord Recorded(RefreshRecord record, PendingRefresh refresh) =>
        record with { Asked = refresh.Models, Settings = refresh.Settings, Plan = refresh.Plan, Into = refresh.Into };

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
