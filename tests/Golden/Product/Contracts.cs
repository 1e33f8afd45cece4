using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>The shipped contracts.</summary>
static class Contracts
{
    public static IReadOnlyList<DatasetContract> All { get; } = ContractLoader.LoadFolder(DefinitionFolder.Default.Contracts).Contracts;

    public static DatasetContract DuffOrders { get; } = All.Single(contract => contract.Name == "duff_orders");
}
