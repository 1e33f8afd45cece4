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

/// <summary>Contracts, models, audits and reports of a folder, and of those that add to it, loaded on first use.</summary>
/// <param name="folder">The folder, found on first use.</param>
public sealed class LoadedDefinitions(Lazy<DefinitionFolder> folder)
{
    readonly Lazy<IReadOnlyList<DatasetContract>> _contracts = new(() => Contracts(folder.Value));
    SqlDefinitions? _sql;

    public LoadedDefinitions(DefinitionFolder folder)
        : this(new Lazy<DefinitionFolder>(folder))
    {
    }

    public DatasetCatalog Datasets => field ??= new(_contracts.Value);

    public SqlDefinitions Sql => _sql ??= SqlDefinitions.Load(folder.Value, Datasets.All);

    /// <summary>The reports; listing them loads neither models nor contracts.</summary>
    public IReadOnlyList<ReportDefinition> Reports => _sql?.Reports ?? (field ??= SqlDefinitions.LoadReports(folder.Value));

    public ModelDefinitions Models =>
        field ??= new(Sql.Graph, Sql.Audits, Sql.SettingCatalog, Datasets.All.ToDictionary(contract => contract.Name));

    /// <summary>The pages of figures.</summary>
    public IReadOnlyList<DashboardDefinition> Dashboards => field ??= PagesOf(folder.Value, Sql.Reports);

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
        var missing = folder.All.FirstOrDefault(root => !Directory.Exists(root));
        if (missing is not null || !folder.All.Any(root => Directory.Exists(Path.Combine(root, "contracts"))))
            throw new TerminalException(
                ProblemCode.DefinitionInvalid,
                $"Expected a definitions folder with contracts/, but {missing ?? folder.Contracts} does not exist.");
        var (contracts, errors) = ContractLoader.LoadAll(folder);
        return errors.Count == 0 ? contracts : throw new TerminalException(ProblemCode.DefinitionInvalid, string.Join('\n', errors));
    }
}
