using System.CommandLine;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

sealed class ReconcileCommand : DuffBeerCommand
{
    readonly Option<bool> _noRefresh = new("--no-refresh") { Description = "Do not refresh the models" };

    public ReconcileCommand(CommandHost host)
        : base("reconcile", "Ingest the files in landing that have no run, and finish interrupted runs.", host) => Add(_noRefresh);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var found = await workspace.ReconcileAsync(cancellationToken);
        invocation.Terminal.Error.WriteLine(
            $"{DisplayText.Count(found.Objects)} objects: {found.Started.Count} without a run, {found.Resumed.Count} interrupted, "
                + $"{found.Again.Count} to retry.");

        foreach (var unwanted in UnwantedText.Of(found.Unwanted))
            Paragraph.WriteNote(invocation.Terminal, unwanted);

        var runs = new List<EndedRun>();
        foreach (var run in found.Started.Concat(found.Resumed).Concat(found.Again))
            runs.Add(await RunWatch.WatchAsync(invocation, run, progress => workspace.ReplayAsync(run, progress, cancellationToken)));
        return await RunWatch.FinishAsync(invocation, runs, refresh: !invocation.Value(_noRefresh), cancellationToken);
    }
}
