using System.Text.RegularExpressions;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Dashboards;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml.Dashboards;

/// <summary>Reads one page.</summary>
sealed partial class DashboardReading
{
    static readonly string[] s_keys = ["page", "title", "description", "domain", "order", "filters", "rows"];
    static readonly string[] s_filterKeys = ["name", "label", "parameter", "default", "allowed", "single", "hidden"];

    readonly IReadOnlyList<ReportDefinition> _reports;
    readonly HashSet<string> _wrongFilters = [];
    readonly string _file;

    public DashboardReading(YamlMap root, Findings findings, IReadOnlyList<ReportDefinition> reports, string file)
    {
        (_reports, _file) = (reports, file);
        var page = new Section(root, "", findings, s_keys);
        var filters = page.Sections("filters", s_filterKeys).Select(Filter).OfType<DashboardFilter>().ToList();
        var tiles = new TileReading(reports, filters, _wrongFilters, LinkLines);
        page.Require("rows");
        var name = page.Required("page");
        if (name.Length > 0 && !Name().IsMatch(name))
            page.Report("page", "expected lower-case letters, digits and hyphens, such as my-sales: it is part of the page's address");
        Dashboard = new()
        {
            Name = name,
            Title = page.Required("title"),
            Description = page.Description(),
            Domain = page.Required("domain"),
            Order = (int)(page.Integer("order") ?? 0),
            Filters = filters,
            Rows = [.. page.Sections("rows", "tiles").Select(row => (IReadOnlyList<DashboardTile>)
                [.. row.Sections("tiles", TileReading.Keys).Select(tiles.Read)])],
            File = file,
        };
        foreach (var twice in Dashboard.Rows.SelectMany(row => row).GroupBy(tile => tile.Title).Where(tiles => tiles.Count() > 1))
            page.Report("rows", $"two tiles have the title '{twice.Key}'; links and readers tell tiles apart by their titles");
        HasMistakes = findings.All.Count > 0;
    }

    /// <summary>The page cannot be shown; links to it are not mistakes of their own.</summary>
    public bool HasMistakes { get; }

    public DashboardDefinition Dashboard { get; }

    /// <summary>Lines of the links to other pages, which are checked when all pages are known.</summary>
    List<(TileLink Link, int Line)> LinkLines { get; } = [];

    /// <summary>Checks that each linked page is there and has the filters that the link sets.</summary>
    public IEnumerable<DefinitionError> CheckLinks(IReadOnlyList<DashboardReading> pages)
    {
        foreach (var (link, line) in LinkLines)
        {
            var target = link.Page is null ? this : pages.FirstOrDefault(page => page.Dashboard.Name == link.Page);
            if (target is null)
            {
                var names = pages.Select(page => page.Dashboard.Name).ToList();
                var message = $"there is no page '{link.Page}'{Spelling.Hint(link.Page!, names)} (pages: {string.Join(", ", names)})";
                yield return new(_file, line, 1, message, "link");
                continue;
            }

            if (target.HasMistakes)
                continue;
            var filters = target.Dashboard.Filters.Select(filter => filter.Name).ToList();
            foreach (var unknown in link.Set.Keys.Except(filters))
            {
                yield return new(
                    _file,
                    line,
                    1,
                    $"the page '{target.Dashboard.Name}' has no filter '{unknown}'{Spelling.Hint(unknown, filters)} "
                        + $"(filters: {string.Join(", ", filters)})",
                    "link");
            }
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,63}$")]
    private static partial Regex Name();

    DashboardFilter? Filter(Section section)
    {
        var name = section.Required("name");
        if (Filter(section, name) is { } filter)
            return filter;
        _wrongFilters.Add(name);
        return null;
    }

    DashboardFilter? Filter(Section section, string name)
    {
        var path = section.Required("parameter");
        if (path.Length == 0)
            return null;
        if (path.Split('.') is not [var reportName, var parameterName])
        {
            section.Report("parameter", $"expected report.parameter, such as sales-trends.location, not '{path}'");
            return null;
        }

        if (ReportNames.Find(_reports, section, "parameter", reportName) is not { } report)
            return null;
        var parameter = report.Parameters.FirstOrDefault(one => one.Name == parameterName);
        if (parameter is null)
        {
            var known = report.Parameters.Select(parameter => parameter.Name);
            ReportNames.Unknown(section, "parameter", "parameter", reportName, parameterName, known);
            return null;
        }

        var given = section.Scalar("default")?.Value;
        var allowed = section.Scalars("allowed");
        if (given is not null && parameter.Read(given, out var mistake) is null)
            section.Report("default", mistake!);
        foreach (var value in allowed)
        {
            if (parameter.Read(value.Value, out var wrong) is null)
                section.Report(value, "allowed", wrong!);
        }

        return new(name, section.Text("label", name), report, parameter, given)
        {
            Allowed = [.. allowed.Select(value => value.Value)],
            IsSingle = section.Flag("single"),
            IsHidden = section.Flag("hidden"),
        };
    }
}

/// <summary>Names of reports, their columns and parameters, with the likely one where a name is unknown.</summary>
static class ReportNames
{
    public static ReportDefinition? Find(IReadOnlyList<ReportDefinition> reports, Section section, string key, string name)
    {
        if (reports.FirstOrDefault(report => report.Name == name) is { } found)
            return found;
        section.Report(key, $"there is no report '{name}'{Spelling.Hint(name, reports.Select(report => report.Name))}");
        return null;
    }

    /// <param name="kind"><c>column</c> or <c>parameter</c>.</param>
    public static void Unknown(Section section, string key, string kind, string report, string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        section.Report(
            key, $"the report {report} has no {kind} '{name}'{Spelling.Hint(name, names)} ({kind}s: {string.Join(", ", names)})");
    }
}
