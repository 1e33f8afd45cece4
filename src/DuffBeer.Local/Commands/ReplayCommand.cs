using System.CommandLine;

namespace DuffBeer.Local.Commands;

sealed class ReplayCommand : DuffBeerCommand
{
    readonly Argument<string> _run = new("RUN") { Description = "Id of the run" };
    readonly Option<bool> _noRefresh = new("--no-refresh") { Description = "Leave the models as they are" };

    public ReplayCommand(CommandHost host)
        : base("replay", "Run a run's file again, as a new attempt.", host)
    {
        Add(_run);
        Add(_noRefresh);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var id = invocation.Value(_run)!;
        var run = await RunWatch.WatchAsync(invocation, id, progress => workspace.ReplayAsync(id, progress, cancellationToken));
        return await RunWatch.FinishAsync(invocation, [run], refresh: !invocation.Value(_noRefresh), cancellationToken);
    }
}
