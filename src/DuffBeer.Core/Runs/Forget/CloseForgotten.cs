using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Runs.Forget;

/// <summary>
/// Checks that neither the manifest nor the snapshot that readers see has the rows any more, and freezes the manifest, so that files which
/// nothing names can be told from files about to be named. A pin ends.
/// </summary>
/// <returns>False if everything was deleted already.</returns>
public sealed class CloseForgotten(
    IObjectStore lake, ForgetRecords records, RunRecords runs, DatasetManifests manifests, PublishedTables tables)
    : IActivity<string, bool>
{
    readonly Snapshots _snapshots = new(lake);

    public async Task<bool> RunAsync(string input, CancellationToken cancellationToken)
    {
        var record = await records.GetAsync(input, cancellationToken);
        if (record.Result is not null || await records.PlanAsync(input, cancellationToken) is not { } plan)
            return false;
        var dataset = plan.Request.Dataset;
        if (plan.Sources is null)
            throw new TerminalException(ProblemCode.Conflict, $"The erasure {input} has not rewritten its files yet.");
        var before = plan.Sources.Where(source => source is { Run: not null, IsAgain: true })
            .ToDictionary(source => source.Run!, source => source.Attempt, StringComparer.Ordinal);
        foreach (var run in before.Keys)
        {
            var found = await runs.GetAsync(run, cancellationToken);
            if (found.Status is RunStatus.Running or RunStatus.Suspended)
                throw new TerminalException(ProblemCode.Conflict, $"Run {run} is {found.Status}: forget again when it has ended.");
        }

        if (await _snapshots.PointerAsync(cancellationToken) is { Pinned: true })
            await _snapshots.UnpinAsync(cancellationToken);
        var kept = await KeptRows.ReadAsync(lake, dataset, cancellationToken);
        if (kept.Attempts.Where(IsBefore).Select(attempt => attempt.Run).FirstOrDefault() is { } left)
            throw await LeftAsync(dataset, left, cancellationToken);
        await tables.FollowAsync(dataset, cancellationToken);
        await manifests.FreezeAsync(dataset, isFrozen: true, cancellationToken);
        return true;

        bool IsBefore(PublishedAttempt attempt) => before.TryGetValue(attempt.Run, out var last) && attempt.Attempt <= last;
    }

    async Task<TerminalException> LeftAsync(string dataset, string run, CancellationToken cancellationToken)
    {
        var found = await runs.GetAsync(run, cancellationToken);
        var isPublished = (await manifests.ReadAsync(dataset, found.Source.Key, cancellationToken)).Has(found);
        return new(
            ProblemCode.Conflict,
            isPublished
                ? "The snapshot that readers see still has the rows. Refresh the models, then forget again."
                : $"Run {run} still shows the rows of its earlier attempt, because the new one was not published"
                    + $"{(found.Problem is { } problem ? $" ({problem.Code})" : "")}. "
                    + (OutageRetry.DueAt(found) is { } due
                        ? $"Replay it, or forget again after {due:u}: then it is tried again."
                        : "Correct the cause and replay it, or retire it; then forget again."));
    }
}
