using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Dashboards;

/// <summary>How a tile is drawn.</summary>
public enum TileKind { Figure, Line, Area, Bar, StackedBar, Heatmap, Scatter, Histogram, Cohort, Table, Text }

/// <summary>A page of figures: filters, and rows of tiles that show reports.</summary>
public sealed record DashboardDefinition
{
    public required string Name { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public required string Domain { get; init; }

    /// <summary>Place among the pages of its domain.</summary>
    public int Order { get; init; }
    public required IReadOnlyList<DashboardFilter> Filters { get; init; }
    public required IReadOnlyList<IReadOnlyList<DashboardTile>> Rows { get; init; }
    public required string File { get; init; }
}

/// <summary>A choice at the head of a page; it is a parameter of the page's address.</summary>
/// <param name="Report">The report whose parameter gives type, allowed values and default.</param>
/// <param name="Default">Overrides the parameter's default; null for that one.</param>
public sealed record DashboardFilter(string Name, string Label, ReportDefinition Report, ReportParameter Parameter, string? Default)
{
    /// <summary>The values to choose from, if fewer than the parameter allows.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Offers one value or all together, but not each on its own.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Hides the filter: only links of other pages set it.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>A report's parameter in a tile: a value, or the filter that gives it.</summary>
public sealed record TileParameter(string Name, string? Value, string? Filter);

/// <summary>Where a click on a row or mark leads: to a page, or to other values of this page's filters.</summary>
/// <param name="Page">Null for this page.</param>
/// <param name="Set">Filters and the columns that give their values.</param>
public sealed record TileLink(string? Page, IReadOnlyDictionary<string, string> Set);

/// <summary>One report drawn on a page.</summary>
public sealed record DashboardTile
{
    public required TileKind Kind { get; init; }

    /// <summary>Says what the tile shows.</summary>
    public required string Title { get; init; }

    /// <summary>Null for a text.</summary>
    public ReportDefinition? Report { get; init; }
    public IReadOnlyList<TileParameter> Parameters { get; init; } = [];

    /// <summary>Column along the horizontal axis.</summary>
    public string? X { get; init; }

    /// <summary>Measures, or the one column along the vertical axis of a grid or scatter.</summary>
    public IReadOnlyList<string> Y { get; init; } = [];

    /// <summary>The measure of a figure or histogram, or the one that colours the cells of a grid.</summary>
    public string? Value { get; init; }

    /// <summary>Column whose values become series.</summary>
    public string? Series { get; init; }

    /// <summary>Column that names a mark of a scatter, a series, or a value along an axis.</summary>
    public string? Label { get; init; }

    /// <summary>Columns of a table; empty for the report's headline columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Column with the change of a figure on the period before.</summary>
    public string? Change { get; init; }

    /// <summary>Column that says whether a row's period is whole.</summary>
    public string? Complete { get; init; }

    /// <summary>Sort of the request; empty for the report's own.</summary>
    public string Sort { get; init; } = "";

    /// <summary>Rows to request; null for the report's own page.</summary>
    public int? Limit { get; init; }

    /// <summary>Columns of a row of twelve.</summary>
    public int Width { get; init; } = 12;

    /// <summary>Words below the title, or the whole of a text tile.</summary>
    public string Text { get; init; } = "";
    public TileLink? Link { get; init; }

    /// <summary>The columns that the drawing needs, in the report's order; empty for all.</summary>
    /// <remarks>A figure is one row: figures of one report share one request of all columns.</remarks>
    public IReadOnlyList<string> Needed => Kind is TileKind.Figure or TileKind.Text || (Kind == TileKind.Table && Columns.Count == 0)
        ? []
        :
        [
            .. Report!.Columns.Select(column => column.Name).Intersect(
            [
                .. Columns, .. Y, .. new[] { X, Value, Series, Label, Change, Complete }.OfType<string>(), .. Link?.Set.Values ?? [],
                .. Kind == TileKind.Table ? [] : s_ofAxes,
            ]),
        ];

    /// <summary>Columns that name the values along an axis, where a report has them: the length of a period, the end of a bin.</summary>
    static readonly string[] s_ofAxes = ["grain", "below_value"];
}
