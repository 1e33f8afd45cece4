using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class StatusCommand(CommandHost host) : DuffBeerCommand("status", "Show the home: sizes, datasets, the latest snapshot.", host)
{
    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var status = await workspace.StatusAsync(cancellationToken);
        if (invocation.Json)
            JsonText.Write(
                invocation.Terminal.Out,
                new(status.Home, status.Areas, status.Datasets, status.Snapshot, status.Unwanted, status.Definitions),
                CommandJson.Default.StatusAnswer);
        else
            StatusText.Write(invocation.Terminal, status);
        return ExitCode.Done;
    }
}
