using DuffBeer.Api.Http;
using DuffBeer.Api.Models;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class PlanCommand : DuffBeerCommand
{
    readonly RefreshOptions _options = new();

    public PlanCommand(CommandHost host)
        : base("plan", "Show what a refresh would build, why, and what it would take. Nothing is written.", host) =>
        _options.AddTo(this);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var answer = PlanAnswer.Of(await workspace.PlanAsync(_options.RequestOf(invocation), cancellationToken));
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, answer, ApiJson.Readable.PlanAnswer);
        else
            PlanText.Write(invocation.Terminal, answer);
        return ExitCode.Done;
    }
}
