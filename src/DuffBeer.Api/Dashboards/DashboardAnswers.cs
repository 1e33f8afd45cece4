using System.Globalization;
using DuffBeer.Api.Reports;
using DuffBeer.Core.Dashboards;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;

namespace DuffBeer.Api.Dashboards;

public sealed record DashboardListing(string Name, string Title, string Description, string Domain, string Link);

public sealed record DashboardsAnswer(IReadOnlyList<DashboardListing> Dashboards)
{
    public static DashboardsAnswer Of(IEnumerable<DashboardDefinition> dashboards) => new(
        [
            .. dashboards.Select(page => new DashboardListing(
                page.Name, page.Title, page.Description, page.Domain, $"{DuffBeerApi.Prefix}/dashboards/{page.Name}")),
        ]);
}

/// <param name="Default">Empty if there is none.</param>
/// <param name="Allowed">The only values; empty if others are possible.</param>
/// <param name="Report">The report whose parameter it is.</param>
/// <param name="Parameter">Its name in that report.</param>
/// <param name="Values">Path of the values to choose from, with search; null if there is no list of them.</param>
/// <param name="Single">One value or all together, but not each on its own.</param>
public sealed record FilterAnswer(
    string Name, string Label, string Type, string Default, IReadOnlyList<string> Allowed, string Description, string Report,
    string Parameter, string? Values, bool Required, bool Single, bool Hidden);

/// <summary>A parameter's value, or the filter that gives it.</summary>
public sealed record TileParameterAnswer(string Name, string? Value, string? Filter);

/// <param name="Page">Null for the same page.</param>
/// <param name="Set">Filters and the columns that give their values.</param>
/// <param name="Kept">Filters of this page that keep their values there, because both pages have them.</param>
public sealed record TileLinkAnswer(string? Page, IReadOnlyDictionary<string, string> Set, IReadOnlyList<string> Kept);

/// <param name="Draw"><c>figure, line, area, bar, stacked-bar, heatmap, scatter, histogram, cohort, table</c> or <c>text</c>.</param>
/// <param name="Width">Columns of a row of twelve.</param>
/// <param name="Needed">The columns to request for the drawing; empty for all.</param>
/// <param name="Why">The columns that name a row to the report's why; null where it has no explanation.</param>
public sealed record TileAnswer(
    string Title, string Draw, string? Report, IReadOnlyList<TileParameterAnswer> Parameters, string? X, IReadOnlyList<string> Y,
    string? Value, string? Series, string? Label, IReadOnlyList<string> Columns, string? Change, string? Complete, string Sort, int? Limit,
    int Width, string Text, TileLinkAnswer? Link, IReadOnlyList<string> Needed, IReadOnlyList<string>? Why)
{
    /// <param name="page">The page of the tile.</param>
    /// <param name="all">The pages that its link may lead to.</param>
    public static TileAnswer Of(DashboardTile tile, DashboardDefinition page, IReadOnlyList<DashboardDefinition> all) => new(
        tile.Title, Word(tile.Kind), tile.Report?.Name,
        [.. tile.Parameters.Select(parameter => new TileParameterAnswer(parameter.Name, parameter.Value, parameter.Filter))],
        tile.X, tile.Y, tile.Value, tile.Series, tile.Label, tile.Columns, tile.Change, tile.Complete,
        tile.Sort, tile.Limit, tile.Width, tile.Text,
        tile.Link is { } link ? new(link.Page, link.Set, Kept(link, page, all)) : null,
        tile.Needed.Count == 0 ? [] : [.. tile.Needed.Union(tile.Report?.WhyBy ?? [])],
        tile.Report?.WhyBy);

    static List<string> Kept(TileLink link, DashboardDefinition page, IReadOnlyList<DashboardDefinition> all)
    {
        var there = link.Page is null ? page : all.First(other => other.Name == link.Page);
        return
        [
            .. from filter in page.Filters
               where there.Filters.Any(other => other.Name == filter.Name && other.Parameter.Type == filter.Parameter.Type)
               select filter.Name,
        ];
    }

    static string Word(TileKind kind) => kind == TileKind.StackedBar ? "stacked-bar" : kind.ToString().ToLowerInvariant();
}

/// <param name="Id">The snapshot that all tiles of the page read.</param>
public sealed record PageSnapshotAnswer(string Id, DateTime At, string? AsOf);

/// <param name="Snapshot">Null before the first refresh.</param>
/// <param name="Rows">Rows of tiles.</param>
public sealed record DashboardDetail(
    string Name, string Title, string Description, string Domain, PageSnapshotAnswer? Snapshot, IReadOnlyList<FilterAnswer> Filters,
    IReadOnlyList<IReadOnlyList<TileAnswer>> Rows)
{
    public static DashboardDetail Of(DashboardDefinition page, IReadOnlyList<DashboardDefinition> all, Snapshot? snapshot) => new(
        page.Name, page.Title, page.Description, page.Domain,
        snapshot is null ? null : new(snapshot.Id, snapshot.At.UtcDateTime, AsOf(snapshot, page.Domain)),
        [.. page.Filters.Select(Of)],
        [.. page.Rows.Select(row => (IReadOnlyList<TileAnswer>)[.. row.Select(tile => TileAnswer.Of(tile, page, all))])]);

    static FilterAnswer Of(DashboardFilter filter)
    {
        var parameter = filter.Parameter;
        var otherwise = parameter.Default is { Value: { } value } ? ReportCellText.Of(parameter.Type, value) : "";
        return new(
            filter.Name, filter.Label, parameter.Type.ToString(), filter.Default ?? otherwise,
            filter.Allowed.Count > 0 ? filter.Allowed : parameter.OneOf, parameter.Description, filter.Report.Name, parameter.Name,
            ReportParameterAnswer.Of(filter.Report, parameter).Values, parameter.Required,
            filter.IsSingle || !parameter.Also.Contains("each"), filter.IsHidden);
    }

    static string? AsOf(Snapshot snapshot, string domain) =>
        snapshot.AsOf.TryGetValue(domain, out var day) ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
