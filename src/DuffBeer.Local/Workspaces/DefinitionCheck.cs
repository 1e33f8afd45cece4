using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions.Prices;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Definitions.Yaml.Dashboards;
using DuffBeer.Definitions.Yaml.UnitTests;

namespace DuffBeer.Local.Workspaces;

/// <summary>Checks every definition without data, and returns all mistakes at once.</summary>
static class DefinitionCheck
{
    /// <param name="prices">A file of prices that overrides the definitions'; null for none.</param>
    public static async Task<CheckResult> OfAsync(DefinitionFolder folder, string? prices, CancellationToken cancellationToken)
    {
        var (contracts, contractErrors) = ContractLoader.LoadAll(folder);
        var newest = Newest(contracts);
        var sql = SqlDefinitions.TryLoad(folder, newest, out var sqlErrors);
        var (pages, pageErrors) = DashboardLoader.Load(folder, sql?.Reports ?? SqlDefinitions.ReadReports(folder));
        var models = sql is null ? null : new ModelDefinitions(
            sql.Graph, sql.Audits, sql.SettingCatalog, newest.ToDictionary(contract => contract.Name));
        var (tests, testErrors) = models is null ? ([], []) : ModelTestLoader.Load(folder, models);
        var table = PricesFile.Read(folder, prices, out var priceErrors);
        var counts = new Dictionary<string, int>
        {
            ["contracts"] = contracts.Count,
            ["models"] = folder.Sql("models").Count,
            ["audits"] = sql?.Audits.Count ?? folder.Sql("audits").Count,
            ["reports"] = folder.Sql("reports").Count,
            ["pages"] = pages.Count,
            ["tests"] = tests.Count,
            ["prices"] = table.Prices.Count,
        };
        var (changed, fresh) = OverrideLock.Check(folder);
        IEnumerable<DefinitionError> errors =
        [
            .. changed, .. contractErrors, .. sqlErrors, .. pageErrors, .. testErrors, .. priceErrors,
            // Mistakes in the files would only show again in what the engine says.
            .. models is null || contractErrors.Count > 0 ? [] : await BindAsync(folder, models, sql!.Reports, cancellationToken),
        ];
        return new(counts, [.. errors.Select(Fault)]) { Unaccepted = fresh.Count };
    }

    static async Task<IReadOnlyList<DefinitionError>> BindAsync(
        DefinitionFolder folder,
        ModelDefinitions models,
        IReadOnlyList<ReportDefinition> reports,
        CancellationToken cancellationToken)
    {
        using var engine = new EmptyLake();
        var texts = ((string[])["models", "audits", "reports"]).SelectMany(folder.Sql).ToDictionary(text => text.File, text => text.Text);
        return await new DefinitionBinding(models, reports, engine.Engine).CheckAsync(
            file => texts.GetValueOrDefault(file), cancellationToken);
    }

    static DefinitionFault Fault(DefinitionError error) => new(
        error.File, error.Line, error.Key.Length == 0 ? error.Message : $"{error.Key}: {error.Message}", error.Column);

    static IReadOnlyList<DatasetContract> Newest(IReadOnlyList<DatasetContract> contracts) =>
        [.. contracts.GroupBy(contract => contract.Name).Select(versions => versions.MaxBy(contract => contract.Version)!)];
}
