using System.CommandLine;
using DuffBeer.Api.Http;
using DuffBeer.Api.Maintenance;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class MaintainCommand : DuffBeerCommand
{
    readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print what would be deleted and merged, and why; change nothing" };

    public MaintainCommand(CommandHost host)
        : base(
            "maintain", "Delete what is no longer needed in the lake, such as old snapshots, and merge small files.",
            host) =>
        Add(_dryRun);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        if (invocation.Value(_dryRun))
        {
            var draft = await workspace.PlanMaintenanceAsync(cancellationToken);
            await MaintenanceText.WriteAsync(invocation.Terminal, invocation.Json, draft, cancellationToken);
            return ExitCode.Done;
        }

        var ended = await workspace.MaintainAsync(cancellationToken);
        if (ended.Result?.Problem is { } problem)
            throw problem.ToException();
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, MaintenanceAnswer.Of(ended), ApiJson.Readable.MaintenanceAnswer);
        else
            MaintenanceText.Write(invocation.Terminal, ended);
        return ExitCode.Done;
    }
}
