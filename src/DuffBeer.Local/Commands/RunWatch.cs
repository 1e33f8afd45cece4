using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

/// <summary>What commands that start runs share: progress while one goes on, its ledger after it, models after the last.</summary>
static class RunWatch
{
    public static async Task<RunSummary> WatchAsync(Invocation invocation, string file, Func<IProgress<IngestProgress>, Task<RunSummary>> start)
    {
        var terminal = invocation.Terminal;
        var run = await ProgressDisplay.For(terminal).ShowAsync(file, start);
        if (!invocation.Json)
            LedgerText.Write(terminal, run);
        if (run.Problem is { } problem)
            ProblemText.Write(terminal.Error, problem with { Message = $"{file}: {problem.Message}" }, invocation.Json);
        return run;
    }

    /// <summary>Refreshes the models where a run may have changed something, prints the runs where JSON is wanted, and says how it went.</summary>
    public static async Task<ExitCode> FinishAsync(
        Invocation invocation, IReadOnlyList<RunSummary> runs, bool refresh, CancellationToken cancellationToken)
    {
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, RunsAnswer.Of(runs), WireJson.Default.RunsAnswer);
        if (refresh && runs.Any(run => run.State == RunState.Completed))
            await RefreshAsync(invocation, RefreshRequest.Changes, cancellationToken);
        return ExitCodes.Of(runs);
    }

    public static async Task<RefreshSummary> RefreshAsync(Invocation invocation, RefreshRequest request, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var refresh = await workspace.RefreshAsync(request, new ModelLines(invocation.Terminal.Error), cancellationToken);
        RefreshText.Write(invocation.Terminal.Error, refresh);
        return refresh;
    }
}
