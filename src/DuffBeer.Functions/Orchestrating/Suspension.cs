using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Holds back the activities of a suspended run. Its record decides, so an orchestration that begins later is held too.</summary>
/// <remarks>
/// A chunk that is being read when the run is suspended is finished; queued ones return at once and are called again after the run was
/// resumed. An orchestration with a held activity waits for the event <see cref="Resumed"/>.
/// </remarks>
public sealed class Suspension(RunRecords runs)
{
    public const string Resumed = "Resumed";

    /// <summary>The activity that tells whether an attempt is suspended.</summary>
    public const string Activity = "IsSuspended";

    public async Task<bool> HoldsAsync(string run, int attempt, CancellationToken cancellationToken) =>
        await runs.FindAsync(run, cancellationToken) is { Status: RunStatus.Suspended } record && record.Attempt == attempt;

    /// <summary>Performs an activity of an attempt; null if the attempt is suspended.</summary>
    public async Task<Outcome<T>?> OfAsync<T>(string run, int attempt, Func<Task<T>> activity, CancellationToken cancellationToken)
    {
        // A transient failure to read the record is retried like one of the activity.
        var isHeld = await FailureText.OfAsync(HoldsAsync(run, attempt, cancellationToken));
        if (isHeld.Problem is { } problem)
            return new(default, problem);
        return isHeld.Value ? null : await FailureText.OfAsync(activity());
    }
}
