using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;

namespace DuffBeer.Definitions.Tests.Shipped;

/// <summary>The shipped contracts.</summary>
static class ShippedContracts
{
    public static readonly IReadOnlyList<DatasetContract> All = ContractLoader.LoadFolder(DefinitionFolder.Default.Contracts).Contracts;

    public static readonly IReadOnlyDictionary<string, DatasetContract> ByName = All.ToDictionary(contract => contract.Name);
}
