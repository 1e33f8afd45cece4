using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Explain;

/// <summary>A figure, and what the bytes of the files give for it.</summary>
/// <param name="Shown">As the report shows it; empty for null.</param>
/// <param name="Computed">From the lines alone; empty for null.</param>
/// <param name="IsWhole">It depends on more rows than these lines, so it is not compared.</param>
public sealed record ProvedCell(string Column, string Shown, string Computed, bool IsWhole)
{
    public bool Holds { get; init; }

    // Sums of doubles depend on the order of the rows.
    const double Tolerance = 1e-9;

    internal static ProvedCell Of(ReportColumn column, object? shown, object? computed, bool isWhole) =>
        new(column.Name, ReportCellText.Of(column.Type, shown), ReportCellText.Of(column.Type, computed), isWhole)
        {
            Holds = isWhole || Equal(column, shown, computed),
        };

    /// <summary>A cell of a row without lines: a measure is nothing or zero. The other columns only say which row it is.</summary>
    internal static ProvedCell OfNone(ReportColumn column, object? shown, bool isWhole)
    {
        object? none = shown switch
        {
            long => 0L,
            int => 0,
            double => 0d,
            decimal => 0m,
            _ => null,
        };
        return Of(column, shown, none, isWhole || column.Role != ReportRole.Measure);
    }

    static bool Equal(ReportColumn column, object? shown, object? computed) => (shown, computed) switch
    {
        (double one, double other) => Math.Abs(one - other) <= Tolerance * Math.Max(1, Math.Abs(one)),
        _ => ReportCellText.Of(column.Type, shown) == ReportCellText.Of(column.Type, computed),
    };
}

/// <summary>The figures of a row, computed again from the bytes of the files.</summary>
/// <param name="Lines">Lines that were read.</param>
/// <param name="Given">
/// Models that were taken as they are, because all rows of a dataset count in them, and models of which some columns were, in brackets.
/// </param>
public sealed record WhyProof(long Lines, IReadOnlyList<ProvedCell> Cells, IReadOnlyList<string> Given)
{
    public bool Holds => Cells.All(cell => cell.Holds);
}
