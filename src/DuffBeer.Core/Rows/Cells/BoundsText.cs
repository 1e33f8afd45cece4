using System.Globalization;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Rows.Cells;

/// <summary>A column's range in words.</summary>
static class BoundsText
{
    public static string Of(Column column)
    {
        if (column.Range is not { } range)
            return "";
        var least = range.Min is { } min ? $", {(range.MinExclusive ? "more than" : "at least")} {Written(column.Type, min)}" : "";
        var greatest = range.Max is { } max ? $", {(range.MaxExclusive ? "less than" : "at most")} {Written(column.Type, max)}" : "";
        return least + greatest;
    }

    static string Written(LogicalType type, decimal value) =>
        type.Kind == TypeKind.Double ? value.ToString(CultureInfo.InvariantCulture) : ScalarText.Of(type, (long)value);
}
