using DuffBeer.Api.Runs;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Api.Maintenance;

/// <param name="Objects">Deleted objects; null until it has ended.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Left">Planned objects that stayed, because they were needed again.</param>
/// <param name="Plan">Key of the document that lists what it deletes, and why.</param>
public sealed record MaintenanceAnswer(
    string Id, RunStatus RuntimeStatus, DateTime CreatedTime, DateTime LastUpdatedTime, long? Objects, long? Bytes, long? Left,
    RunProblem? Problem, string Plan, string StatusQueryGetUri)
{
    /// <summary>Files that became fewer; null until it has ended, and if none did.</summary>
    public MaintainLake.Merged? Merged { get; init; }

    /// <summary>Cost of the maintenance; null until it has ended.</summary>
    public CostAnswer? Cost { get; init; }

    public static MaintenanceAnswer Of(MaintenanceRecord found) => new(
        found.Id, found.Status, found.Created.UtcDateTime, found.Updated.UtcDateTime, found.Result?.Objects, found.Result?.Bytes,
        found.Result?.Left, RunProblem.Of(found.Result?.Problem), Core.Ports.LakeKeys.MaintenancePlan(found.Id), To(found.Id))
    {
        Merged = found.Result?.Merged,
        Cost = CostAnswer.Of(found.Result?.Cost),
    };

    public static string To(string id) => $"/api/maintenance/{id}";
}
