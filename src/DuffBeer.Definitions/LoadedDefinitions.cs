using DuffBeer.Core.Contracts;
using DuffBeer.Core.Dashboards;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions.Docs;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Definitions.Yaml.Dashboards;

namespace DuffBeer.Definitions;

/// <summary>Contracts, models, audits and reports of one folder, loaded on first use.</summary>
public sealed class LoadedDefinitions(DefinitionFolder folder)
{
    readonly Lazy<IReadOnlyList<DatasetContract>> _contracts = new(() => Contracts(folder));
    SqlDefinitions? _sql;

    public DatasetCatalog Datasets => field ??= new(_contracts.Value);

    public SqlDefinitions Sql => _sql ??= SqlDefinitions.Load(folder, Datasets.All);

    /// <summary>The reports; listing them loads neither models nor contracts.</summary>
    public IReadOnlyList<ReportDefinition> Reports => _sql?.Reports ?? (field ??= SqlDefinitions.LoadReports(folder));

    public ModelDefinitions Models =>
        field ??= new(Sql.Graph, Sql.Audits, Sql.SettingCatalog, Datasets.All.ToDictionary(contract => contract.Name));

    /// <summary>The pages of figures.</summary>
    public IReadOnlyList<DashboardDefinition> Dashboards => field ??= PagesOf(folder, Sql.Reports);

    /// <summary>The documentation pages.</summary>
    public IReadOnlyDictionary<string, string> Pages => DefinitionPages.Of(_contracts.Value, Sql);

    public ReportDefinition Report(string name) =>
        Sql.Reports.FirstOrDefault(report => report.Name == name)
        ?? throw new TerminalException(
            ProblemCode.NotFound,
            $"There is no report '{name}'.{LikelyName.Hint(name, Sql.Reports.Select(report => report.Name))} "
                + "'duffbeer reports' lists them.");

    static IReadOnlyList<DashboardDefinition> PagesOf(DefinitionFolder folder, IReadOnlyList<ReportDefinition> reports)
    {
        var (dashboards, errors) = DashboardLoader.Load(folder, reports);
        return errors.Count == 0 ? dashboards : throw new TerminalException(ProblemCode.DefinitionInvalid, string.Join('\n', errors));
    }

    static IReadOnlyList<DatasetContract> Contracts(DefinitionFolder folder)
    {
        if (!Directory.Exists(folder.Contracts))
            throw new TerminalException(
                ProblemCode.DefinitionInvalid, $"Expected a definitions folder with contracts/, but {folder.Contracts} does not exist.");
        var (contracts, errors) = ContractLoader.LoadFolder(folder.Contracts);
        return errors.Count == 0 ? contracts : throw new TerminalException(ProblemCode.DefinitionInvalid, string.Join('\n', errors));
    }
}
