using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Yaml;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>The contracts of the first domain.</summary>
static class Contracts
{
    public static IReadOnlyList<DatasetContract> All { get; } = ContractLoader.LoadFolder(DuffDefinitions.Folder.Contracts).Contracts;

    public static DatasetContract DuffOrders { get; } = All.Single(contract => contract.Name == "duff_orders");
}
