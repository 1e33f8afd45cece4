using DuffBeer.Core.Contracts;
using DuffBeer.Core.Dashboards;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml.Dashboards;

/// <summary>Reads pages (YAML) and checks them against the reports that they show.</summary>
public static class DashboardLoader
{
    /// <summary>All pages of a folder, in the order of domain and place.</summary>
    public static (IReadOnlyList<DashboardDefinition> Dashboards, IReadOnlyList<DefinitionError> Errors) Load(
        DefinitionFolder folder, IReadOnlyList<ReportDefinition> reports)
    {
        var errors = new List<DefinitionError>();
        var all = folder.Yaml("dashboards").Select(text => Read(text, reports, errors)).OfType<DashboardReading>().ToList();
        var read = all.Where(page => !page.HasMistakes).ToList();
        var names = read.Select(page => page.Dashboard.Name).ToList();
        foreach (var page in read)
            errors.AddRange(page.CheckLinks(all));
        errors.AddRange(
            from page in read
            where names.Count(name => name == page.Dashboard.Name) > 1
            select new DefinitionError(page.Dashboard.File, 1, 1, $"another file is the page '{page.Dashboard.Name}' too", "page"));
        return (
            [.. read.Select(page => page.Dashboard).OrderBy(page => page.Domain, StringComparer.Ordinal).ThenBy(page => page.Order)],
            [.. errors.OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line).ThenBy(error => error.Column)]);
    }

    static DashboardReading? Read(DefinitionText text, IReadOnlyList<ReportDefinition> reports, List<DefinitionError> errors)
    {
        var findings = new Findings(text.File);
        var reading = YamlFile.Root(text.Text, findings, "a page: a mapping that begins with 'page:'") is { } root
            ? new DashboardReading(root, findings, reports, text.File)
            : null;
        errors.AddRange(findings.All);
        return reading;
    }
}
