using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Reports;

namespace DuffBeer.Local.Rendering;

/// <summary>A report's values as people read them: separated thousands, aligned decimals, percentages, ids as they are.</summary>
static class ReportCells
{
    const int MostDecimals = 4;
    const double SmallShare = 0.01;

    static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    /// <summary>The texts of one column: all of them with equally many decimals.</summary>
    public static IReadOnlyList<string> Of(ReportColumn column, int index, IReadOnlyList<object?[]> rows)
    {
        var values = rows.Select(row => row[index]).ToList();
        return column switch
        {
            // Ids and calendar years are names, not amounts.
            { Role: not ReportRole.Measure } or { IsNumber: false } => [.. values.Select(DisplayText.Of)],
            { Unit: ReportUnit.Percent } => Percentages(values),
            { Type.Kind: TypeKind.Decimal } => [.. values.Select(value => Number(value, $"N{column.Type.Scale}"))],
            { Type.Kind: TypeKind.Double } => [.. values.Select(value => Number(value, $"N{Decimals(column.Unit, values)}"))],
            _ => [.. values.Select(value => Number(value, "N0"))],
        };
    }

    static string Number(object? value, string format) =>
        value is double number && !double.IsFinite(number) || value is not IFormattable formattable
            ? DisplayText.Of(value)
            : formattable.ToString(format, s_culture);

    static IReadOnlyList<string> Percentages(List<object?> values)
    {
        var format = values.OfType<double>().Any(share => share != 0 && Math.Abs(share) < SmallShare) ? "N2" : "N1";
        return [.. values.Select(value => value is double share ? $"{Number(share * 100, format)} %" : "")];
    }

    /// <summary>Two for money, one for days; otherwise as many as the values need, at most four.</summary>
    static int Decimals(ReportUnit unit, List<object?> values) => unit switch
    {
        ReportUnit.Money => 2,
        ReportUnit.Days => 1,
        _ => Math.Min(MostDecimals, values.OfType<double>().Where(double.IsFinite).Select(Decimals).Append(0).Max()),
    };

    static int Decimals(double value)
    {
        var text = value.ToString("0.####", s_culture);
        return text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? text.Length - point - 1 : 0;
    }
}
