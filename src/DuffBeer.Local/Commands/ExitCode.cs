using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

/// <summary>The exit code of the process. Scripts rely on the numbers.</summary>
enum ExitCode
{
    Done = 0,
    RunFailed = 1,
    WrongUsage = 2,
    RejectsOverBudget = 3,

    /// <summary>The engine, a file or something else that was named does not exist.</summary>
    SomethingMissing = 4,

    /// <summary>A plan no longer holds: nothing was done.</summary>
    PlanChanged = 5,

    /// <summary>Stopped by Ctrl-C: 128 + SIGINT, as shells count.</summary>
    Stopped = 130,
}

static class ExitCodes
{
    public static ExitCode Of(ProblemCode code) => code switch
    {
        ProblemCode.BadRequest or ProblemCode.UnknownDataset => ExitCode.WrongUsage,
        ProblemCode.RejectBudgetExceeded => ExitCode.RejectsOverBudget,
        ProblemCode.PlanChanged => ExitCode.PlanChanged,
        ProblemCode.SourceMissing or ProblemCode.NotFound or ProblemCode.Gone or ProblemCode.EngineUnavailable => ExitCode.SomethingMissing,
        _ => ExitCode.RunFailed,
    };

    /// <summary>The exit code of several runs: that of the first one that failed.</summary>
    public static ExitCode Of(IEnumerable<EndedRun> runs) =>
        runs.Select(run => Of(run.Record)).FirstOrDefault(code => code != ExitCode.Done, ExitCode.Done);

    static ExitCode Of(RunRecord run) => run switch
    {
        { Problem: { } problem } => Of(problem.Code),
        { Status: RunStatus.Completed } => ExitCode.Done,
        _ => ExitCode.RunFailed,
    };
}
