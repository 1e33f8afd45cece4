using DuffBeer.Definitions.Yaml;

namespace DuffBeer.Infra.Tests.Aws;

/// <summary>The contracts that are shipped.</summary>
static class Contracts
{
    /// <summary>Prefixes of their sources in landing.</summary>
    public static IReadOnlyList<string> Prefixes { get; } =
    [
        .. ContractLoader.LoadFolder(Path.Combine(Terraform.Root, "src", "DuffBeer.Definitions", "contracts")).Contracts
            .Select(contract => contract.Source.Prefix)
            .Distinct()
            .Order(StringComparer.Ordinal)
    ];
}
