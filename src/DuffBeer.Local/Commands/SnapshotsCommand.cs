using System.CommandLine;
using DuffBeer.Api.Http;
using DuffBeer.Api.Models;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class SnapshotsCommand : DuffBeerCommand
{
    const int Most = 50;

    readonly Option<string?> _drop = new("--drop")
    {
        Description = "Forget the snapshot of this name, which 'duffbeer refresh --into NAME' built", HelpName = "NAME"
    };

    public SnapshotsCommand(CommandHost host)
        : base("snapshots", "List the latest snapshots, which one readers see, and those built beside it.", host) => Add(_drop);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        if (invocation.Value(_drop) is { } name)
        {
            await workspace.DropSnapshotAsync(name, cancellationToken);
            invocation.Terminal.Error.WriteLine($"The snapshot '{name}' is dropped.");
        }

        var listed = await workspace.SnapshotsAsync(Most, cancellationToken);
        if (invocation.Json)
            JsonText.Write(
                invocation.Terminal.Out,
                SnapshotsAnswer.Of(listed.Snapshots, listed.Pointer, listed.Named),
                ApiJson.Readable.SnapshotsAnswer);
        else
            SnapshotsText.Write(invocation.Terminal, listed);
        return ExitCode.Done;
    }
}
