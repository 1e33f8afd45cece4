using System.Text;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Definitions.Yaml.Odcs;
using DuffBeer.Fuzz.Engine;

namespace DuffBeer.Fuzz.Targets.Definitions;

/// <summary>A file of the Open Data Contract Standard: contracts that load, or mistakes with their places.</summary>
sealed class OdcsTarget() : FuzzTarget("odcs")
{
    public override void Read(byte[] input)
    {
        var imported = OdcsImport.Read(Encoding.UTF8.GetString(input), "contract.odcs.yaml");
        Hold(imported.Contracts.Count == 0 == imported.Errors.Count > 0, "contracts or mistakes, never both");
        ContractTarget.HoldPlaces(imported.Errors);
        foreach (var contract in imported.Contracts)
            Hold(ContractLoader.Load(contract.Yaml, "again.yaml").Errors.Count == 0, "an imported contract loads");
    }
}
