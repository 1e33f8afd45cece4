using DuffBeer.Core.Contracts;
using DuffBeer.Core.Dashboards;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml.Dashboards;

/// <summary>Reads the tiles of one page.</summary>
/// <param name="wrongFilters">Filters with mistakes: tiles that use them have none of their own.</param>
/// <param name="links">Receives each link and its line.</param>
sealed class TileReading(
    IReadOnlyList<ReportDefinition> reports,
    IReadOnlyList<DashboardFilter> filters,
    IReadOnlySet<string> wrongFilters,
    List<(TileLink Link, int Line)> links)
{
    public static readonly string[] Keys =
    [
        "title", "draw", "report", "parameters", "x", "y", "value", "series", "label", "columns", "change", "complete", "sort", "limit",
        "width", "text", "link",
    ];

    static readonly Choice<TileKind>[] s_kinds =
    [
        new("figure", TileKind.Figure), new("line", TileKind.Line), new("area", TileKind.Area), new("bar", TileKind.Bar),
        new("stacked-bar", TileKind.StackedBar), new("heatmap", TileKind.Heatmap), new("scatter", TileKind.Scatter),
        new("histogram", TileKind.Histogram), new("cohort", TileKind.Cohort), new("table", TileKind.Table), new("text", TileKind.Text),
    ];

    /// <summary>The keys that each kind needs besides its report.</summary>
    static string[] Needs(TileKind kind) => kind switch
    {
        TileKind.Figure => ["value"],
        TileKind.Line or TileKind.Area or TileKind.Bar or TileKind.StackedBar or TileKind.Scatter => ["x", "y"],
        TileKind.Heatmap or TileKind.Cohort => ["x", "y", "value"],
        TileKind.Histogram => ["x", "value"],
        _ => [],
    };

    public DashboardTile Read(Section tile)
    {
        tile.Require("draw");
        var kind = tile.Choice("draw", TileKind.Table, s_kinds);
        var title = tile.Required("title");
        if (kind == TileKind.Text)
        {
            tile.Require("text");
            return new() { Kind = kind, Title = title, Text = tile.Text("text"), Width = Width(tile) };
        }

        var name = tile.Required("report");
        var report = name.Length == 0 ? null : ReportNames.Find(reports, tile, "report", name);
        if (report is null)
            return new() { Kind = kind, Title = title };
        foreach (var needed in Needs(kind))
            tile.Require(needed);
        var y = Columns(tile, "y", report);
        if (y.Count > 1 && kind is TileKind.Heatmap or TileKind.Cohort or TileKind.Scatter)
            tile.Report("y", "expected one column");
        return new()
        {
            Kind = kind,
            Title = title,
            Report = report,
            Parameters = [.. Parameters(tile, report)],
            X = Column(tile, "x", report),
            Y = y,
            Value = Column(tile, "value", report),
            Series = Column(tile, "series", report),
            Label = Column(tile, "label", report),
            Columns = Columns(tile, "columns", report),
            Change = Column(tile, "change", report),
            Complete = Column(tile, "complete", report),
            Sort = Sort(tile, report),
            Limit = Limit(tile),
            Width = Width(tile),
            Text = tile.Text("text"),
            Link = Link(tile, report),
        };
    }

    static int Width(Section tile)
    {
        var width = tile.Integer("width") ?? 12;
        if (width is >= 2 and <= 12)
            return (int)width;
        tile.Report("width", "expected 2 to 12: a row has 12 columns");
        return 12;
    }

    static int? Limit(Section tile)
    {
        var limit = tile.Integer("limit");
        if (limit is null or (>= 1 and <= ReportDefinition.MostRows))
            return (int?)limit;
        tile.Report("limit", $"expected 1 to {ReportDefinition.MostRows}");
        return null;
    }

    static string Sort(Section tile, ReportDefinition report)
    {
        var sort = tile.Text("sort");
        foreach (var key in sort.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (SortKey.Read(key) is not { } read || !report.Sortable.Contains(read.Column))
                ReportNames.Unknown(tile, "sort", "sortable column", report.Name, key.TrimStart('-'), report.Sortable);
        }

        return sort;
    }

    static string? Column(Section tile, string key, ReportDefinition report)
    {
        var name = tile.Text(key);
        return name.Length == 0 ? null : Known(tile, key, report, name);
    }

    static IReadOnlyList<string> Columns(Section tile, string key, ReportDefinition report)
    {
        IReadOnlyList<string> names = tile.Find(key) is YamlScalar one ? [one.Value] : tile.Texts(key);
        return [.. names.Select(name => Known(tile, key, report, name))];
    }

    static string Known(Section tile, string key, ReportDefinition report, string name)
    {
        if (report.Columns.All(column => column.Name != name))
            ReportNames.Unknown(tile, key, "column", report.Name, name, report.Columns.Select(column => column.Name));
        return name;
    }

    IEnumerable<TileParameter> Parameters(Section tile, ReportDefinition report)
    {
        var given = tile.Map("parameters")?.Entries ?? [];
        var names = given.Select(entry => entry.Key.Value);
        foreach (var missing in report.Parameters.Where(parameter => parameter.Required && !names.Contains(parameter.Name)))
            tile.Report("parameters", $"the report {report.Name} needs a value for '{missing.Name}'");
        foreach (var (key, node) in given)
        {
            var path = $"parameters.{key.Value}";
            if (report.Parameters.FirstOrDefault(one => one.Name == key.Value) is not { } parameter)
                ReportNames.Unknown(tile, "parameters", "parameter", report.Name, key.Value, report.Parameters.Select(one => one.Name));
            else if (node is not YamlScalar { Value: var value })
                tile.Report(node, path, $"expected a value or a filter such as $location, not {node.Kind}");
            else if (!value.StartsWith('$'))
            {
                if (parameter.Read(value, out var mistake) is null)
                    tile.Report(node, path, mistake!);
                yield return new(key.Value, value, null);
            }
            else if (wrongFilters.Contains(value[1..]))
                continue;
            else if (filters.FirstOrDefault(one => one.Name == value[1..]) is not { } filter)
            {
                var known = filters.Select(one => one.Name).ToList();
                tile.Report(
                    node, path, $"this page has no filter '{value[1..]}'{Spelling.Hint(value[1..], known)} "
                        + $"(filters: {string.Join(", ", known)})");
            }
            else if (filter.Parameter.Type != parameter.Type)
                tile.Report(node, path, $"the filter {filter.Name} gives {filter.Parameter.Type}, but {key.Value} is {parameter.Type}");
            else
                yield return new(key.Value, null, filter.Name);
        }
    }

    TileLink? Link(Section tile, ReportDefinition report)
    {
        if (tile.Child("link", "page", "set") is not { } section)
            return null;
        section.Require("set");
        var set = new Dictionary<string, string>();
        foreach (var (key, node) in section.Map("set")?.Entries ?? [])
        {
            if (node is YamlScalar { Value: var column })
                set[key.Value] = Known(section, "set", report, column);
            else
                section.Report(node, "set", $"expected a column, not {node.Kind}");
        }

        var page = section.Text("page");
        var link = new TileLink(page.Length == 0 ? null : page, set);
        links.Add((link, tile.Find("link")!.Line));
        return link;
    }
}
