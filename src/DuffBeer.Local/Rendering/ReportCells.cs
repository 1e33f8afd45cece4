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

    public static bool IsNumber(LogicalType type) => type.Kind is TypeKind.Int32 or TypeKind.Int64 or TypeKind.Decimal or TypeKind.Double;

    /// <summary>The texts of one column: all of them with equally many decimals.</summary>
    public static IReadOnlyList<string> Of(ReportDefinition report, int column, IReadOnlyList<object?[]> rows)
    {
        var (name, type) = (report.Columns[column].Name, report.Columns[column].Type);
        var values = rows.Select(row => row[column]).ToList();
        return type.Kind switch
        {
            TypeKind.Int32 or TypeKind.Int64 when !IsId(name) => [.. values.Select(value => Number(value, "N0"))],
            TypeKind.Decimal => [.. values.Select(value => Number(value, $"N{type.Scale}"))],
            TypeKind.Double when report.Percent.Contains(name) => Percentages(values),
            TypeKind.Double => [.. values.Select(value => Number(value, $"N{Decimals(values)}"))],
            _ => [.. values.Select(DisplayText.Of)],
        };
    }

    // Ids and calendar years are names, not amounts.
    static bool IsId(string column) => column is "id" or "year" || column.EndsWith("_id", StringComparison.Ordinal);

    static string Number(object? value, string format) =>
        value is double number && !double.IsFinite(number) || value is not IFormattable formattable
            ? DisplayText.Of(value)
            : formattable.ToString(format, s_culture);

    static IReadOnlyList<string> Percentages(List<object?> values)
    {
        var format = values.OfType<double>().Any(share => share != 0 && Math.Abs(share) < SmallShare) ? "N2" : "N1";
        return [.. values.Select(value => value is double share ? $"{Number(share * 100, format)} %" : "")];
    }

    /// <summary>As many as the values need, at most four.</summary>
    static int Decimals(List<object?> values) => values.OfType<double>().Where(double.IsFinite)
        .Select(value => value.ToString("0.####", s_culture))
        .Select(text => text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? text.Length - point - 1 : 0)
        .Append(0).Max() is var most ? Math.Min(most, MostDecimals) : 0;
}
