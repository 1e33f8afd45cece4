using System.CommandLine;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

/// <summary>Commands for the tables in which other tools find what is published.</summary>
sealed class CatalogCommand : Command
{
    public CatalogCommand(CommandHost host) : base("catalog", "Tables for other tools: Iceberg tables, and those of the catalog.") =>
        Add(new RepairCommand(host));

    sealed class RepairCommand(CommandHost host) : DuffBeerCommand(
        "repair", "Compare all tables with what is published and write what differs, also after the home or bucket was moved.", host)
    {
        protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
        {
            var workspace = await invocation.WorkspaceAsync(cancellationToken);
            var moved = await workspace.RepairCatalogAsync(cancellationToken);
            if (invocation.Json)
            {
                JsonText.Write(
                    invocation.Terminal.Out,
                    new CatalogAnswer([.. moved.Select(table => new MovedDataset(table.Dataset, table.From))]),
                    CommandJson.Default.CatalogAnswer);
                return ExitCode.Done;
            }

            foreach (var (dataset, from) in moved)
                invocation.Terminal.Out.WriteLine($"{dataset}: moved from {from}");
            invocation.Terminal.Out.WriteLine("All tables show what is published.");
            return ExitCode.Done;
        }
    }
}
