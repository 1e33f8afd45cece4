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

    /// <summary>A column's range in words, with the bounds of its type where the contract sets none.</summary>
    public static string WithLimits(Column column)
    {
        var (least, greatest) = column.Type.Kind switch
        {
            TypeKind.Double => ((decimal?)null, (decimal?)null),
            TypeKind.Date or TypeKind.Timestamp => (null, null),
            _ => (column.Type.Limits.Least, column.Type.Limits.Greatest),
        };
        var range = column.Range ?? new();
        return Of(column with
        {
            Range = range with
            {
                Min = range.Min ?? least,
                Max = range.Max ?? greatest,
                MinExclusive = range.MinExclusive && range.Min is not null,
                MaxExclusive = range.MaxExclusive && range.Max is not null,
            },
        });
    }

    static string Written(LogicalType type, decimal value) =>
        type.Kind == TypeKind.Double ? value.ToString(CultureInfo.InvariantCulture) : ScalarText.Of(type, (long)value);
}
