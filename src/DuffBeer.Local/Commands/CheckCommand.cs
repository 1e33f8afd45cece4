using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class CheckCommand(CommandHost host) : DuffBeerCommand(
    "check", "Check contracts, models, audits, reports and prices without data.", host)
{
    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var result = await workspace.CheckAsync(cancellationToken);
        var isGood = result.Faults.Count == 0;
        if (invocation.Json)
        {
            JsonText.Write(invocation.Terminal.Out, new(isGood, result.Checked, result.Faults), CommandJson.Default.CheckAnswer);
            return isGood ? ExitCode.Done : ExitCode.RunFailed;
        }

        foreach (var fault in result.Faults)
            invocation.Terminal.Error.WriteLine(
                fault.Line > 0 ? $"{fault.File}:{fault.Line}: {fault.Message}" : $"{fault.File}: {fault.Message}");
        var counts = string.Join(", ", result.Checked.Select(kind => $"{kind.Value} {kind.Key}"));
        invocation.Terminal.Out.WriteLine(isGood ? $"{counts}: no mistakes." : $"{counts}: {result.Faults.Count} mistakes.");
        return isGood ? ExitCode.Done : ExitCode.RunFailed;
    }
}
