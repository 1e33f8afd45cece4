using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>What the next refresh is to do, merged from all who asked since the last one began; kept under one key, replaced by conditional writes.</summary>
/// <param name="Id">Of the refresh's record.</param>
/// <param name="IsTaken">Its refresh has begun: whoever asks now gets the next one.</param>
public sealed record RefreshAsk(string Id, IReadOnlyList<string> Models, IReadOnlyDictionary<string, string> Settings, bool IsTaken)
{
    public RefreshAsk With(IEnumerable<string> models, IReadOnlyDictionary<string, string> settings)
    {
        var merged = Settings.ToDictionary();
        foreach (var (name, value) in settings)
            merged[name] = value;
        return this with { Models = [.. Models.Union(models).Order(StringComparer.Ordinal)], Settings = merged };
    }
}

/// <summary>A refresh that was taken and is to be run now.</summary>
/// <param name="Ask">Id of the refresh's record.</param>
public sealed record RefreshTurn(string Ask, RefreshModels.Input Refresh);

/// <summary>How a refresh that was taken has ended.</summary>
public sealed record RefreshEnding(string Ask, RefreshModels.Result Result);

/// <summary>Asks for refreshes that wait in the lake, for hosts of several processes: any of them asks, one orchestration takes them one at a time.</summary>
/// <remarks>An ask that is merged is shown by the refresh that takes it: what was published before the ask is read after it was taken.</remarks>
public sealed class RefreshAsks(IObjectStore lake, TimeProvider time)
{
    public static readonly ActivityName<string, RefreshTurn?> Take = new(nameof(TakeRefresh));
    public static readonly ActivityName<RefreshEnding, bool> End = new(nameof(EndRefresh));

    readonly RefreshRecords _records = new(lake);

    /// <summary>Merges an ask with the one that waits, or begins the next. Returns the refresh that will do it.</summary>
    public async Task<RefreshRecord> AskAsync(IReadOnlyList<string> models, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var current = await ReadAsync(cancellationToken);
            var waits = current is { Value.IsTaken: false };
            var before = waits ? current!.Value : new(TimeId.After(current?.Value.Id, now), [], new Dictionary<string, string>(), IsTaken: false);
            var ask = before.With(models, settings);
            if (waits && models.Count == 0 && settings.Count == 0)
                return await RecordAsync(ask, now, cancellationToken);
            if (await WriteAsync(ask, current, cancellationToken))
                return await RecordAsync(ask, now, cancellationToken);
        }
    }

    /// <summary>Takes the ask that waits, or again the one that was taken and whose refresh was cut off; null where there is none.</summary>
    public async Task<RefreshTurn?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ReadAsync(cancellationToken) is not { } current)
                return null;
            var ask = current.Value;
            if (ask.IsTaken && await _records.FindAsync(ask.Id, cancellationToken) is { Status: not RunStatus.Running })
                return null;
            if (!ask.IsTaken && !await WriteAsync(ask with { IsTaken = true }, current, cancellationToken))
                continue;

            var now = time.GetUtcNow();
            var known = await _records.FindAsync(ask.Id, cancellationToken) ?? new(ask.Id, RunStatus.Running, now, now);
            await _records.SaveAsync(known with { Asked = ask.Models, Settings = ask.Settings, Updated = now }, cancellationToken);
            // A snapshot's id is of the try, not of the ask: what a try that was cut off has left is in nobody's way.
            var newest = (await new Snapshots(lake).PointerAsync(cancellationToken))?.Newest;
            return new(ask.Id, new(TimeId.After(newest, now), ask.Models, ask.Settings));
        }
    }

    public async Task EndAsync(RefreshEnding ending, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var record = await _records.FindAsync(ending.Ask, cancellationToken) ?? new(ending.Ask, RunStatus.Running, now, now);
        await _records.SaveAsync(record.Ended(ending.Result, now), cancellationToken);
    }

    /// <summary>Whether a refresh waits, or was cut off.</summary>
    public async Task<bool> IsWaitingAsync(CancellationToken cancellationToken) =>
        await ReadAsync(cancellationToken) is { } current
        && (!current.Value.IsTaken || await _records.FindAsync(current.Value.Id, cancellationToken) is not { Status: not RunStatus.Running });

    // Only where there is none: by now the refresh may have begun, or ended.
    async Task<RefreshRecord> RecordAsync(RefreshAsk ask, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var record = new RefreshRecord(ask.Id, RunStatus.Running, now, now) { Asked = ask.Models, Settings = ask.Settings };
        return await lake.WriteAsync(LakeKeys.Refresh(ask.Id), record, SnapshotJson.Default.RefreshRecord, WriteCondition.IfAbsent, cancellationToken)
            ? record
            : (await _records.FindAsync(ask.Id, cancellationToken) ?? record) with { Asked = ask.Models, Settings = ask.Settings };
    }

    Task<Document<RefreshAsk>?> ReadAsync(CancellationToken cancellationToken) =>
        lake.ReadAsync(LakeKeys.RefreshAsked, SnapshotJson.Default.RefreshAsk, cancellationToken);

    Task<bool> WriteAsync(RefreshAsk ask, Document<RefreshAsk>? before, CancellationToken cancellationToken) => lake.WriteAsync(
        LakeKeys.RefreshAsked, ask, SnapshotJson.Default.RefreshAsk, before is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(before.ETag), cancellationToken);
}

/// <summary>Takes the refresh that waits, for whoever's instance is named.</summary>
public sealed class TakeRefresh(RefreshAsks asks) : IActivity<string, RefreshTurn?>
{
    public Task<RefreshTurn?> RunAsync(string input, CancellationToken cancellationToken) => asks.TakeAsync(cancellationToken);
}

/// <summary>Writes how a refresh has ended.</summary>
public sealed class EndRefresh(RefreshAsks asks) : IActivity<RefreshEnding, bool>
{
    public async Task<bool> RunAsync(RefreshEnding input, CancellationToken cancellationToken)
    {
        await asks.EndAsync(input, cancellationToken);
        return true;
    }
}
