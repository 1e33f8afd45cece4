using DuffBeer.Api.Http;
using DuffBeer.Api.Runs;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Ports;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

/// <summary>Shared by commands that start runs: progress, then the ledger of each run, then a refresh.</summary>
static class RunWatch
{
    public static async Task<EndedRun> WatchAsync(Invocation invocation, string file, Func<IProgress<IngestProgress>, Task<EndedRun>> start)
    {
        var terminal = invocation.Terminal;
        var run = await ProgressDisplay.For(terminal).ShowAsync(file, start);
        Write(invocation, file, run);
        return run;
    }

    /// <summary>The same for several files, of which small ones are ingested together, before the others.</summary>
    /// <param name="together">Returns null for each file that is to be started by itself; null to start each by itself.</param>
    public static async Task<IReadOnlyList<EndedRun>> WatchAllAsync(
        Invocation invocation,
        IReadOnlyList<string> files,
        Func<IProgress<IngestProgress>, Task<IReadOnlyList<EndedRun?>>>? together,
        Func<int, IProgress<IngestProgress>, Task<EndedRun>> start)
    {
        var ended = together is not null && files.Count > 1
            ? await ProgressDisplay.For(invocation.Terminal).ShowAsync($"{DisplayText.Count(files.Count)} files", together)
            : new EndedRun?[files.Count];
        var runs = new List<EndedRun>();
        foreach (var (index, file) in files.Index())
        {
            if (ended[index] is { } run)
                Write(invocation, file, run);
            runs.Add(ended[index] ?? await WatchAsync(invocation, file, progress => start(index, progress)));
        }

        return runs;
    }

    static void Write(Invocation invocation, string file, EndedRun run)
    {
        var terminal = invocation.Terminal;
        if (!invocation.Json)
            LedgerText.Write(terminal, run);
        // On a screen, the ledger comes before what follows on standard error.
        terminal.Out.Flush();
        if (run.Record.Problem is { } problem)
            ProblemText.Write(terminal.Error, problem with { Message = $"{file}: {problem.Message}" }, invocation.Json);
    }

    /// <summary>Refreshes the models if a run may have changed anything, prints the runs with --json, and returns the exit code.</summary>
    public static async Task<ExitCode> FinishAsync(
        Invocation invocation, IReadOnlyList<EndedRun> runs, bool refresh, CancellationToken cancellationToken)
    {
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, RunsAnswer.Of(runs.Select(run => run.Record)), ApiJson.Readable.RunsAnswer);
        if (refresh && runs.Any(run => run.Record.Status == RunStatus.Completed))
            await RefreshAsync(invocation, RefreshRequest.Changes, cancellationToken);
        return ExitCodes.Of(runs);
    }

    public static async Task<RefreshSummary> RefreshAsync(
        Invocation invocation, RefreshRequest request, CancellationToken cancellationToken)
    {
        using var line = new ModelLine(invocation.Terminal);
        IProgress<BuiltModel> progress = invocation.Terminal.ErrorIsTerminal ? line : new ModelLines(invocation.Terminal.Error);
        return await RefreshAsync(invocation, request, progress, cancellationToken);
    }

    /// <param name="progress">Receives each model as it is built.</param>
    public static async Task<RefreshSummary> RefreshAsync(
        Invocation invocation, RefreshRequest request, IProgress<BuiltModel> progress, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var refresh = await workspace.RefreshAsync(request, progress, cancellationToken);
        (progress as IDisposable)?.Dispose();
        RefreshText.Write(invocation.Terminal.Error, refresh);
        return refresh;
    }
}
