using DuffBeer.Api.Http;
using System.CommandLine;
using DuffBeer.Api.Models;
using DuffBeer.Core.Failures;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class RollbackCommand : DuffBeerCommand
{
    readonly Argument<string?> _snapshot = new("SNAPSHOT") { Description = "Id of the snapshot to show", Arity = ArgumentArity.ZeroOrOne };
    readonly Option<bool> _unpin = new("--unpin") { Description = "Show the newest snapshot again, and every later one" };

    public RollbackCommand(CommandHost host)
        : base("rollback", "Show an older snapshot and pin readers to it: refreshes build, but nothing new is shown until --unpin.", host)
    {
        Add(_snapshot);
        Add(_unpin);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (snapshot, unpin) = (invocation.Value(_snapshot), invocation.Value(_unpin));
        if (snapshot is null != unpin)
            throw new TerminalException(
                ProblemCode.BadRequest, "Give either a snapshot to show or --unpin. 'duffbeer snapshots' lists them.");

        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var pointer = await workspace.ShowSnapshotAsync(snapshot, cancellationToken);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, PinAnswer.Of(pointer), ApiJson.Readable.PinAnswer);
        else
            invocation.Terminal.Out.WriteLine(
                "Readers see snapshot "
                    + $"{pointer.Snapshot}{(pointer.Pinned ? "; they are pinned to it until 'duffbeer rollback --unpin'" : "")}.");
        return ExitCode.Done;
    }
}
