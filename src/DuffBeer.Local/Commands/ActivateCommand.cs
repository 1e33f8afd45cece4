using System.CommandLine;
using DuffBeer.Api.Http;
using DuffBeer.Api.Models;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class ActivateCommand : DuffBeerCommand
{
    readonly Argument<string> _name = new("NAME") { Description = "Name of the snapshot; 'duffbeer snapshots' lists them" };
    readonly Option<bool> _asIs = new("--as-is")
    {
        Description = "Even if a refresh has built a newer snapshot since; the next refresh brings the newer data"
    };

    public ActivateCommand(CommandHost host)
        : base("activate", "Show a snapshot that 'duffbeer refresh --into NAME' built beside the shown one.", host)
    {
        Add(_name);
        Add(_asIs);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var name = invocation.Value(_name)!;
        var pointer = await workspace.ActivateAsync(name, invocation.Value(_asIs), cancellationToken);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, PinAnswer.Of(pointer), ApiJson.Readable.PinAnswer);
        else
            invocation.Terminal.Out.WriteLine($"Readers see '{name}', which is now the snapshot {pointer.Snapshot}.");
        return ExitCode.Done;
    }
}
