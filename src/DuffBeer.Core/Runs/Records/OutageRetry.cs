using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Runs.Records;

/// <summary>When reconcile tries a run again that failed because a store or an engine was unavailable.</summary>
/// <remarks>
/// The first reconcile after the failure tries it again, the next ones after 15 minutes, half an hour and so on up to a day. After ten
/// failures in a row, in about two and a half days, the run stays failed until it is replayed or until <c>reconcile --failed</c>.
/// </remarks>
public static class OutageRetry
{
    public const int MostTries = 10;

    static readonly TimeSpan s_first = TimeSpan.FromMinutes(15);
    static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    public static bool IsOutage(Problem? problem) => problem?.Code is ProblemCode.StoreUnavailable or ProblemCode.EngineUnavailable;

    /// <summary>When the run is due; null if it is not tried again by itself.</summary>
    public static DateTimeOffset? DueAt(RunRecord run)
    {
        if (run.Status != RunStatus.Failed || !IsOutage(run.Problem) || run.Outages >= MostTries)
            return null;
        return run.Updated + (run.Outages <= 1 ? TimeSpan.Zero : Wait(run.Outages));
    }

    static TimeSpan Wait(int outages) => TimeSpan.FromTicks(Math.Min(s_first.Ticks << (outages - 2), s_longest.Ticks));
}
