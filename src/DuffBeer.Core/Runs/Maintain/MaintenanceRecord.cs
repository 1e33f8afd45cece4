using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>The state of a maintenance.</summary>
public sealed record MaintenanceRecord(string Id, RunStatus Status, DateTimeOffset Created, DateTimeOffset Updated)
{
    /// <summary>Null while it is under way.</summary>
    public MaintainLake.Result? Result { get; init; }
}

/// <summary>The maintenances of a lake: one at a time; a request meanwhile gets the one under way.</summary>
public sealed class MaintenanceRecords(IObjectStore lake, TimeProvider time)
{
    /// <summary>The maintenance under way; if there is none, begins one.</summary>
    public async Task<MaintenanceRecord> BeginAsync(CancellationToken cancellationToken)
    {
        var latest = await lake.UpdateAsync(
            LakeKeys.LatestMaintenance,
            MaintenanceJson.Default.LatestMaintenance,
            async current => current is not null && await FindAsync(current.Id, cancellationToken) is not { Status: not RunStatus.Running }
                ? current
                : new(TimeId.After(current?.Id, time.GetUtcNow())),
            time,
            cancellationToken);
        var now = time.GetUtcNow();
        var record = new MaintenanceRecord(latest!.Id, RunStatus.Running, now, now);
        return await lake.WriteAsync(
            LakeKeys.Maintenance(record.Id), record, MaintenanceJson.Default.MaintenanceRecord, WriteCondition.IfAbsent, cancellationToken)
            ? record
            : await GetAsync(record.Id, cancellationToken);
    }

    public async Task<MaintenanceRecord> EndAsync(string id, MaintainLake.Result result, CancellationToken cancellationToken)
    {
        var ended = await GetAsync(id, cancellationToken) with
        {
            Status = result.Problem is null ? RunStatus.Completed : RunStatus.Failed, Updated = time.GetUtcNow(), Result = result,
        };
        await lake.WriteAsync(
            LakeKeys.Maintenance(id), ended, MaintenanceJson.Default.MaintenanceRecord, WriteCondition.None, cancellationToken);
        return ended;
    }

    /// <summary>The maintenance under way, or else the latest one; null if there never was one.</summary>
    public async Task<MaintenanceRecord?> LatestAsync(CancellationToken cancellationToken) =>
        await lake.ReadAsync(LakeKeys.LatestMaintenance, MaintenanceJson.Default.LatestMaintenance, cancellationToken) is { } latest
            ? await FindAsync(latest.Value.Id, cancellationToken)
            : null;

    public async Task<MaintenanceRecord?> FindAsync(string id, CancellationToken cancellationToken) => TimeId.IsId(id)
        ? (await lake.ReadAsync(LakeKeys.Maintenance(id), MaintenanceJson.Default.MaintenanceRecord, cancellationToken))?.Value
        : null;

    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task<MaintenanceRecord> GetAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) ?? throw new TerminalException(ProblemCode.NotFound, $"There is no maintenance '{id}'.");
}
