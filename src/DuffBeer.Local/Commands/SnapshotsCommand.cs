using DuffBeer.Api.Http;
using DuffBeer.Api.Models;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class SnapshotsCommand(CommandHost host) : DuffBeerCommand(
    "snapshots", "List the latest snapshots, and which one readers see.", host)
{
    const int Most = 50;

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var listed = await workspace.SnapshotsAsync(Most, cancellationToken);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, SnapshotsAnswer.Of(listed.Snapshots, listed.Pointer), ApiJson.Readable.SnapshotsAnswer);
        else
            SnapshotsText.Write(invocation.Terminal, listed);
        return ExitCode.Done;
    }
}
