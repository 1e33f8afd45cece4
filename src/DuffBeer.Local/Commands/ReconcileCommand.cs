using System.CommandLine;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class ReconcileCommand : DuffBeerCommand
{
    readonly Option<bool> _noRefresh = new("--no-refresh") { Description = "Do not refresh the models" };
    readonly Option<bool> _failed = new("--failed")
    {
        Description = "Try every failed run again now, whatever failed it",
    };

    public ReconcileCommand(CommandHost host)
        : base("reconcile", "Ingest the files in landing that have no run, and finish interrupted runs.", host)
    {
        Add(_noRefresh);
        Add(_failed);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var found = await workspace.ReconcileAsync(invocation.Value(_failed), cancellationToken);
        invocation.Terminal.Error.WriteLine(
            $"{DisplayText.Count(found.Objects)} objects: {found.Started.Count} without a run, {found.Resumed.Count} interrupted, "
                + $"{found.Again.Count} to retry.");
        if (found.Waiting.Count + found.Failed.Count > 0)
        {
            Paragraph.WriteNote(
                invocation.Terminal,
                $"Failed runs left alone: {found.Waiting.Count} will be tried again later, {found.Failed.Count} will not. "
                    + "'duffbeer reconcile --failed' tries them all now.");
        }

        foreach (var delayed in found.Delayed.CountBy(delayed => delayed.Reason))
            Paragraph.WriteNote(invocation.Terminal, $"Files that wait: {DisplayText.Count(delayed.Value)}. {delayed.Key}");
        foreach (var unwanted in UnwantedText.Of(found.Unwanted))
            Paragraph.WriteNote(invocation.Terminal, unwanted);

        string[] started = [.. found.Started, .. found.Resumed, .. found.Again];
        var runs = await RunWatch.WatchAllAsync(
            invocation,
            started,
            workspace.HasBatches ? progress => workspace.ReplayTogetherAsync(started, progress, cancellationToken) : null,
            (index, progress) => workspace.ReplayAsync(started[index], progress, cancellationToken));
        return await RunWatch.FinishAsync(invocation, runs, refresh: !invocation.Value(_noRefresh), cancellationToken);
    }
}
