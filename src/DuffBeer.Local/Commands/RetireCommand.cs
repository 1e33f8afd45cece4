using DuffBeer.Api.Http;
using System.CommandLine;
using DuffBeer.Api.Runs;
using DuffBeer.Core.Ports;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class RetireCommand : DuffBeerCommand
{
    readonly Argument<string> _run = new("RUN") { Description = "Id of the run" };
    readonly Option<bool> _noRefresh = new("--no-refresh") { Description = "Do not refresh the models" };

    public RetireCommand(CommandHost host)
        : base("retire", "Remove a run's rows from its dataset; 'replay' restores them.", host)
    {
        Add(_run);
        Add(_noRefresh);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var run = await workspace.RetireAsync(invocation.Value(_run)!, cancellationToken);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, RunsAnswer.Of([run]), ApiJson.Readable.RunsAnswer);
        else
            invocation.Terminal.Out.WriteLine(
                $"{run.Id} is retired: its {invocation.Terminal.Count(run.Ledger?.Accepted ?? 0)} rows were removed from {run.Dataset}.");
        if (!invocation.Value(_noRefresh))
            await RunWatch.RefreshAsync(invocation, RefreshRequest.Changes, cancellationToken);
        return ExitCode.Done;
    }
}
