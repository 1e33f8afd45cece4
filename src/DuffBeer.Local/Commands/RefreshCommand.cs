using System.CommandLine;
using DuffBeer.Api.Http;
using DuffBeer.Api.Models;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class RefreshCommand : DuffBeerCommand
{
    readonly RefreshOptions _options = new();
    readonly Option<string?> _plan = new("--plan")
    {
        Description = "Do exactly the plan of this file, or nothing if something has changed since; 'duffbeer plan --json' writes one",
        HelpName = "FILE",
    };

    public RefreshCommand(CommandHost host)
        : base("refresh", "Build the models whose data, definitions or settings have changed.", host)
    {
        _options.AddTo(this);
        Add(_plan);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var request = _options.RequestOf(invocation);
        if (invocation.Value(_plan) is { } file)
            request = await PlannedAsync(invocation, file, request, cancellationToken);
        using var progress = new ModelLine(invocation.Terminal);
        var refresh = await RunWatch.RefreshAsync(invocation, request, progress, cancellationToken);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, RefreshText.AnswerOf(refresh), ApiJson.Readable.RefreshAnswer);
        else
            RefreshText.WriteModels(invocation.Terminal, refresh);
        return ExitCode.Done;
    }

    /// <summary>The request of a plan that still holds. The refresh compares again when it begins.</summary>
    async Task<RefreshRequest> PlannedAsync(
        Invocation invocation, string file, RefreshRequest beside, CancellationToken cancellationToken)
    {
        if (!beside.CanJoin || beside.Models.Count > 0 || beside.Settings.Count > 0)
            throw new TerminalException(
                ProblemCode.BadRequest, $"{_plan.Name} names the whole refresh: models, settings and --into are in the plan.");
        var planned = await PlanFile.ReadAsync(file, cancellationToken);
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var now = PlanAnswer.Of(await workspace.PlanAsync(planned.Request.ToRequest(), cancellationToken));
        if (PlanChanges.Between(planned, now) is { Count: > 0 } changes)
            throw new TerminalException(
                ProblemCode.PlanChanged,
                $"The plan no longer holds, so nothing was built. {string.Join(" ", changes)} Make a new plan with 'duffbeer plan --json' "
                    + "and look at it.");
        return planned.Request.ToRequest() with { Plan = planned.Digest };
    }
}
