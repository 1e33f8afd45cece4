using System.CommandLine;

namespace DuffBeer.Local.Commands;

/// <summary>Contracts in the words of the Open Data Contract Standard.</summary>
sealed class ContractCommand : Command
{
    public ContractCommand(CommandHost host)
        : base("contract", "Write contracts for other programs, and read theirs (Open Data Contract Standard).")
    {
        Add(new ContractExportCommand(host));
        Add(new ContractImportCommand(host));
    }
}
