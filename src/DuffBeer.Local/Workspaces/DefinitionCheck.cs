using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Prices;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Definitions.Yaml.Dashboards;

namespace DuffBeer.Local.Workspaces;

/// <summary>Checks every definition without data, and returns all mistakes at once.</summary>
static class DefinitionCheck
{
    /// <param name="prices">A file of prices that overrides the definitions'; null for none.</param>
    public static CheckResult Of(DefinitionFolder folder, string? prices = null)
    {
        var (contracts, contractErrors) = ContractLoader.LoadFolder(folder.Contracts);
        var sql = SqlDefinitions.TryLoad(folder, Newest(contracts), out var sqlErrors);
        var (pages, pageErrors) = DashboardLoader.Load(folder, sql?.Reports ?? SqlDefinitions.ReadReports(folder));
        var table = PricesFile.Read(folder, prices, out var priceErrors);
        var counts = new Dictionary<string, int>
        {
            ["contracts"] = contracts.Count,
            ["models"] = folder.Sql("models").Count,
            ["audits"] = sql?.Audits.Count ?? folder.Sql("audits").Count,
            ["reports"] = folder.Sql("reports").Count,
            ["pages"] = pages.Count,
            ["prices"] = table.Prices.Count,
        };
        return new(
            counts,
            [
                .. contractErrors.Concat(sqlErrors)
                    .Concat(pageErrors)
                    .Concat(priceErrors)
                    .Select(
                        error =>
                            new DefinitionFault(
                                error.File, error.Line, error.Key.Length == 0 ? error.Message : $"{error.Key}: {error.Message}"))
            ]);
    }

    static IReadOnlyList<DatasetContract> Newest(IReadOnlyList<DatasetContract> contracts) =>
        [.. contracts.GroupBy(contract => contract.Name).Select(versions => versions.MaxBy(contract => contract.Version)!)];
}
