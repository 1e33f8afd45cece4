using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Forget;

/// <summary>The erasures of a lake: one at a time.</summary>
public sealed class ForgetRecords(IObjectStore lake, TimeProvider time)
{
    /// <summary>The erasure under way, whatever it erases; if there is none, begins this one.</summary>
    public async Task<ForgetRecord> BeginAsync(ForgetRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var latest = await lake.UpdateAsync(
            LakeKeys.LatestForget,
            ForgetJson.Default.LatestForget,
            async current => current is not null && await FindAsync(current.Id, cancellationToken) is not { Status: not RunStatus.Running }
                ? current
                : new(TimeId.After(current?.Id, time.GetUtcNow())),
            time,
            cancellationToken);
        var (id, now) = (latest!.Id, time.GetUtcNow());
        if (await FindAsync(id, cancellationToken) is { } underWay)
            return underWay;
        await lake.WriteAsync(
            LakeKeys.ForgetPlan(id), new(id, now, request), ForgetJson.Default.ForgetPlan, WriteCondition.IfAbsent, cancellationToken);
        // Another caller may have begun it with another request.
        var wanted = (await PlanAsync(id, cancellationToken))?.Request ?? request;
        var record = new ForgetRecord(id, wanted.Dataset, wanted.Column, RunStatus.Running, now, now);
        return await lake.WriteAsync(
            LakeKeys.Forget(id), record, ForgetJson.Default.ForgetRecord, WriteCondition.IfAbsent, cancellationToken)
            ? record
            : await GetAsync(id, cancellationToken);
    }

    /// <summary>Begins this erasure; if the same is under way, that one.</summary>
    /// <exception cref="TerminalException"><c>Conflict</c>: another erasure is under way.</exception>
    public async Task<ForgetRecord> RequestAsync(ForgetRequest request, CancellationToken cancellationToken)
    {
        var begun = await BeginAsync(request, cancellationToken);
        return (await PlanAsync(begun.Id, cancellationToken))?.Request.IsSame(request) == true
            ? begun
            : throw new TerminalException(
                ProblemCode.Conflict, $"The erasure {begun.Id} of rows of {begun.Dataset} is under way: wait for its end, then ask again.");
    }

    /// <summary>The erasure under way; null if there is none.</summary>
    public async Task<ForgetRecord?> UnderWayAsync(CancellationToken cancellationToken) =>
        await LatestAsync(cancellationToken) is { Status: RunStatus.Running } record ? record : null;

    /// <summary>The erasure under way, or else the latest one; null if there never was one.</summary>
    public async Task<ForgetRecord?> LatestAsync(CancellationToken cancellationToken) =>
        await lake.ReadAsync(LakeKeys.LatestForget, ForgetJson.Default.LatestForget, cancellationToken) is { } latest
            ? await FindAsync(latest.Value.Id, cancellationToken)
            : null;

    /// <summary>Null once all is done.</summary>
    public async Task<ForgetPlan?> PlanAsync(string id, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.ForgetPlan(id), ForgetJson.Default.ForgetPlan, cancellationToken))?.Value;

    public async Task<ForgetRecord?> FindAsync(string id, CancellationToken cancellationToken) => TimeId.IsId(id)
        ? (await lake.ReadAsync(LakeKeys.Forget(id), ForgetJson.Default.ForgetRecord, cancellationToken))?.Value
        : null;

    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task<ForgetRecord> GetAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) ?? throw new TerminalException(ProblemCode.NotFound, $"There is no erasure '{id}'.");

    /// <summary>Notes why an erasure stopped that stays under way.</summary>
    public Task HaltAsync(string id, Problem why, CancellationToken cancellationToken) => ChangeAsync(
        id, now => now.Status == RunStatus.Running ? now with { Halted = why } : now, cancellationToken);

    internal async Task<ForgetPlan> SavePlanAsync(ForgetPlan plan, CancellationToken cancellationToken) => (await lake.UpdateAsync(
        LakeKeys.ForgetPlan(plan.Id),
        ForgetJson.Default.ForgetPlan,
        // If a copy of this activity was faster, its plan counts.
        current => current?.Sources is null ? plan : current,
        time,
        cancellationToken))!;

    internal Task DeletePlanAsync(string id, CancellationToken cancellationToken) =>
        lake.DeleteAsync(LakeKeys.ForgetPlan(id), cancellationToken);

    internal Task<ForgetRecord?> ChangeAsync(
        string id, Func<ForgetRecord, ForgetRecord> next, CancellationToken cancellationToken) => lake.UpdateAsync(
            LakeKeys.Forget(id),
            ForgetJson.Default.ForgetRecord,
            current => current is null ? null : next(current) with { Updated = time.GetUtcNow() },
            time,
            cancellationToken);
}
