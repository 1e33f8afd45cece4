namespace DuffBeer.Core.Runs.Records;

/// <summary>The states that runs are listed by: those of a record, and what reconcile must know of an ended run.</summary>
/// <remarks>The names are part of keys, so they are never renamed.</remarks>
public enum RunMark
{
    Running,
    Suspended,
    Terminated,

    /// <summary>Completed, and its rows were published.</summary>
    Completed,

    /// <summary>Completed without rows to publish, or retired since.</summary>
    Unpublished,

    /// <summary>Failed until an operator replays it.</summary>
    Failed,

    /// <summary>Failed because a service was unavailable: reconcile tries it again.</summary>
    Waiting,

    /// <summary>Failed, and retired since.</summary>
    Retired,

    /// <summary>Its last replay failed; the rows of an earlier attempt are published.</summary>
    Kept,
}

public static class RunMarks
{
    public static readonly IReadOnlyList<RunMark> All = Enum.GetValues<RunMark>();

    /// <summary>The marks of runs that have ended.</summary>
    public static readonly IReadOnlyList<RunMark> Ended = [.. All.Except([RunMark.Running, RunMark.Suspended])];

    public static RunMark Of(RunRecord run) => run.Status switch
    {
        RunStatus.Running => RunMark.Running,
        RunStatus.Suspended => RunMark.Suspended,
        RunStatus.Terminated => RunMark.Terminated,
        RunStatus.Completed => run is { Published: true, Retired: false } ? RunMark.Completed : RunMark.Unpublished,
        _ when run.Retired => RunMark.Retired,
        _ when run.Published => RunMark.Kept,
        _ => OutageRetry.DueAt(run) is null ? RunMark.Failed : RunMark.Waiting,
    };

    /// <summary>All marks that runs of a state may have.</summary>
    /// <param name="status">Null for any state.</param>
    public static IReadOnlyList<RunMark> Of(RunStatus? status) => status switch
    {
        null => All,
        RunStatus.Running => [RunMark.Running],
        RunStatus.Suspended => [RunMark.Suspended],
        RunStatus.Terminated => [RunMark.Terminated],
        RunStatus.Completed => [RunMark.Completed, RunMark.Unpublished],
        _ => [RunMark.Failed, RunMark.Waiting, RunMark.Retired, RunMark.Kept],
    };
}
