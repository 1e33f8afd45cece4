using System.CommandLine;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class ContractExportCommand : DuffBeerCommand
{
    readonly Argument<string> _dataset = new("DATASET") { Description = "The dataset whose contract is written" };
    readonly Option<long?> _version = CheckedOption.Count(
        "--as-version", "Version of the contract (default: the newest)", least: 1, most: int.MaxValue);

    public ContractExportCommand(CommandHost host)
        : base("export", "Write a contract as the Open Data Contract Standard 3.1 does, as YAML or with --json as JSON.", host)
    {
        Add(_dataset);
        Add(_version);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var tree = workspace.ExportContract(invocation.Value(_dataset)!, (int?)invocation.Value(_version));
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, json => tree.WriteTo(json));
        else
            await invocation.Terminal.Out.WriteAsync(YamlText.Write(tree));
        return ExitCode.Done;
    }
}
