using System.CommandLine;
using DuffBeer.Core.Ports;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

sealed class CheckCommand : DuffBeerCommand
{
    readonly Option<bool> _accept = new("--accept")
    {
        Description = "Record in definitions.lock what your definitions override, as it is now: check tells when it changes",
    };

    readonly Option<bool> _data = new("--data") { Description = "Also run the unit tests of the models" };

    public CheckCommand(CommandHost host)
        : base(
            "check",
            "Check contracts, models, audits, reports and prices without data; with --store also the store and the rights to it.",
            host)
    {
        Add(_accept);
        Add(_data);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        if (invocation.Value(_accept))
            workspace.AcceptOverrides();
        var result = await workspace.CheckAsync(cancellationToken);
        if (invocation.Value(_data) && result.Faults.Count == 0 && result.Checked.GetValueOrDefault("tests") > 0)
            result = result.With(await workspace.TestAsync(model: null, cancellationToken));
        var stores = invocation.NamesStore ? await workspace.CheckStoresAsync(cancellationToken) : null;
        var isGood = result.Faults.Count == 0 && stores?.All(store => store.IsGood) != false;
        if (invocation.Json)
            JsonText.Write(
                invocation.Terminal.Out, new(isGood, result.Checked, result.Faults) { Stores = stores }, CommandJson.Default.CheckAnswer);
        else
            Write(invocation.Terminal, result, stores ?? []);
        return isGood ? ExitCode.Done : ExitCode.RunFailed;
    }

    static void Write(Terminal terminal, CheckResult result, IReadOnlyList<StoreReport> stores)
    {
        foreach (var fault in result.Faults)
            terminal.Error.WriteLine(fault);
        var counts = string.Join(", ", result.Checked.Select(kind => $"{kind.Value} {kind.Key}"));
        var found = result.Faults.Count switch { 0 => "no mistakes", 1 => "1 mistake", var many => $"{many} mistakes" };
        Paragraph.Write(terminal, $"{counts}: {found}.");
        if (result.Unaccepted > 0)
            Paragraph.Write(
                terminal, "'duffbeer check --accept' records what your definitions override; then check tells when that changes.");
        foreach (var store in stores)
            Write(terminal.Out, store);
    }

    static void Write(TextWriter to, StoreReport store)
    {
        to.WriteLine(store.KeepsVersions switch
        {
            true => $"{store.Store} (keeps versions)",
            false => $"{store.Store} (keeps no versions)",
            null => store.Store,
        });
        foreach (var right in store.MissingRights)
            to.WriteLine($"  missing right: {right}");
        foreach (var finding in store.Findings)
            to.WriteLine(finding.Lacks is { } lacks
                ? $"  {(finding.IsNeeded ? "FAILED" : "lacks ")} {finding.Promise}: {lacks}"
                : $"  ok     {finding.Promise}");
    }
}
