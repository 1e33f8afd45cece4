using DuffBeer.Api.Runs;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Api.Forget;

/// <param name="Column">A source column of the dataset's contract.</param>
/// <param name="Values">As they are written in a file. No answer contains them.</param>
public sealed record ForgetBody(string Dataset, string Column, IReadOnlyList<string> Values);

/// <param name="Rows">Erased rows; null until it has ended, as the other counts.</param>
/// <param name="Files">Files that were rewritten.</param>
/// <param name="Runs">Runs that were ingested again.</param>
/// <param name="Objects">Deleted objects.</param>
/// <param name="Unreadable">Keys of files that are no CSV, so what is in them stays.</param>
/// <param name="Problem">Why it failed before anything changed; or, while it is running, why its latest try stopped.</param>
public sealed record ForgetAnswer(
    string Id, RunStatus RuntimeStatus, DateTime CreatedTime, DateTime LastUpdatedTime, string Dataset, string Column, long? Rows,
    int? Files, int? Runs, long? Objects, IReadOnlyList<string> Unreadable, RunProblem? Problem, string StatusQueryGetUri)
{
    /// <summary>Cost of the erasure itself; null until it has ended. Its runs and its refresh have their own.</summary>
    public CostAnswer? Cost { get; init; }

    public static ForgetAnswer Of(ForgetRecord found)
    {
        // What was begun and then failed is not counted.
        var result = found.Status == RunStatus.Running ? null : found.Result;
        return new(
            found.Id, found.Status, found.Created.UtcDateTime, found.Updated.UtcDateTime, found.Dataset, found.Column, result?.Rows,
            result?.Files, result?.Runs, result?.Objects, result?.Unreadable ?? [], RunProblem.Of(result?.Problem ?? found.Halted),
            To(found.Id))
        {
            Cost = CostAnswer.Of(result?.Cost),
        };
    }

    public static string To(string id) => $"/api/forget/{id}";
}

/// <param name="Rows">Rows that would be erased.</param>
/// <param name="Files">Files that would be rewritten.</param>
/// <param name="Runs">Runs that would be ingested again.</param>
/// <param name="Stale">Runs that are not published, whose results and rejects would be deleted.</param>
/// <param name="Unreadable">Keys of files that are no CSV.</param>
public sealed record ForgetDraftAnswer(
    string Dataset, string Column, long Rows, IReadOnlyList<ForgetDraftFile> Files, IReadOnlyList<string> Runs, IReadOnlyList<string> Stale,
    IReadOnlyList<string> Unreadable)
{
    public static ForgetDraftAnswer Of(ForgetPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var sources = plan.Sources ?? [];
        return new(
            plan.Request.Dataset, plan.Request.Column, sources.Sum(source => source.Rows),
            [
                .. from source in sources
                   where source.Rows > 0
                   select new ForgetDraftFile(source.Key, source.Rows, source.Run),
            ],
            [.. sources.Where(source => source.IsAgain).Select(source => source.Run!)], plan.Stale, plan.Unreadable);
    }
}

/// <param name="Run">Null if the file has none yet.</param>
public sealed record ForgetDraftFile(string Key, long Rows, string? Run);
