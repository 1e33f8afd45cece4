using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;

namespace DuffBeer.Definitions.Tests.Duff;

/// <summary>The contract that ships.</summary>
static class DuffContract
{
    public static readonly DatasetContract Orders =
        ContractLoader.LoadFolder(DefinitionFolder.Default.Contracts).Contracts.Single(contract => contract.Name == "duff_orders");
}
