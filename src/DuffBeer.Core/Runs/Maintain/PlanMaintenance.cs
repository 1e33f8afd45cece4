using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>
/// Writes down what a maintenance merges and deletes, and why. A plan that exists is kept: an earlier try may have begun to follow it.
/// </summary>
public sealed class PlanMaintenance(IObjectStore lake, MaintenancePlanner planner, TimeProvider time)
    : IActivity<string, MaintainLake.Steps>
{
    /// <summary>Objects per page: an activity deletes one page.</summary>
    internal const int PageObjects = 5_000;

    public async Task<MaintainLake.Steps> RunAsync(string input, CancellationToken cancellationToken)
    {
        var plan = await FindAsync(lake, input, cancellationToken) ?? await MakeAsync(input, cancellationToken);
        return new(plan.Pages, [.. plan.Tables.Select(table => table.Dataset)], plan.Merges);
    }

    internal static async Task<MaintenancePlan?> FindAsync(IObjectStore lake, string id, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(
            LakeKeys.MaintenancePlan(id), MaintenanceJson.Default.MaintenancePlan, cancellationToken))?.Value;

    async Task<MaintenancePlan> MakeAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var draft = await planner.DecideAsync(now, cancellationToken);
        var plan = new MaintenancePlan(id, Guid.NewGuid().ToString("n"), now, 0, 0, 0, draft.Tables) { Merges = draft.Merges.Count };
        foreach (var (merge, planned) in draft.Merges.Index())
        {
            await lake.WriteAsync(
                LakeKeys.MaintenanceMerge(id, plan.Draft, merge), planned, MaintenanceJson.Default.PlannedMerge, WriteCondition.None,
                cancellationToken);
        }

        var page = new List<Deletion>();
        await foreach (var deletion in draft.Deletions(cancellationToken))
        {
            page.Add(deletion);
            if (page.Count == PageObjects)
                plan = await WriteAsync(plan, page, cancellationToken);
        }

        if (page.Count > 0)
            plan = await WriteAsync(plan, page, cancellationToken);
        // If a copy of this activity was faster, its plan counts.
        return await lake.WriteAsync(
            LakeKeys.MaintenancePlan(id), plan, MaintenanceJson.Default.MaintenancePlan, WriteCondition.IfAbsent, cancellationToken)
            ? plan
            : (await FindAsync(lake, id, cancellationToken))!;
    }

    async Task<MaintenancePlan> WriteAsync(MaintenancePlan plan, List<Deletion> page, CancellationToken cancellationToken)
    {
        await lake.WriteAsync(
            LakeKeys.MaintenancePage(plan.Id, plan.Draft, plan.Pages),
            new([.. page]),
            MaintenanceJson.Default.MaintenancePage,
            WriteCondition.None,
            cancellationToken);
        var written = plan with
        {
            Pages = plan.Pages + 1, Objects = plan.Objects + page.Count, Bytes = plan.Bytes + page.Sum(deletion => deletion.Bytes),
        };
        page.Clear();
        return written;
    }
}
