using System.CommandLine;

namespace DuffBeer.Local.Commands;

sealed class ReplayCommand : DuffBeerCommand
{
    readonly Argument<string> _run = new("RUN") { Description = "Id of the run" };
    readonly Option<string?> _rejects = new("--rejects")
    {
        Description = "Ingest corrected rejects: the edited output of 'duffbeer rejects RUN --format csv'", HelpName = "FILE"
    };
    readonly Option<bool> _noRefresh = new("--no-refresh") { Description = "Do not refresh the models" };

    public ReplayCommand(CommandHost host)
        : base("replay", "Run a file again as a new attempt, or ingest its corrected rejects.", host)
    {
        Add(_run);
        Add(_rejects);
        Add(_noRefresh);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var id = invocation.Value(_run)!;
        var run = await RunWatch.WatchAsync(invocation, id, progress => invocation.Value(_rejects) is { } file
            ? workspace.CorrectAsync(id, file, progress, cancellationToken)
            : workspace.ReplayAsync(id, progress, cancellationToken));
        return await RunWatch.FinishAsync(invocation, [run], refresh: !invocation.Value(_noRefresh), cancellationToken);
    }
}
