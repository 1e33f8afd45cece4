using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Reports;

/// <summary>What a column's name and type say about it.</summary>
static class ReportColumnRules
{
    static readonly Dictionary<string, string> s_words = new()
    {
        ["id"] = "ID", ["avg"] = "average", ["abc"] = "ABC", ["pa"] = "processing",
    };

    public static bool IsNumber(LogicalType type) => IsWhole(type) || type.Kind is TypeKind.Decimal or TypeKind.Double;

    public static ReportRole Role(string name, LogicalType type) => type.Kind switch
    {
        TypeKind.Date or TypeKind.Timestamp => ReportRole.Time,
        _ when name is "id" || name.EndsWith("_id", StringComparison.Ordinal) => ReportRole.Key,
        TypeKind.String or TypeKind.Bool => ReportRole.Dimension,
        _ => ReportRole.Measure,
    };

    public static ReportUnit Unit(ReportRole role, LogicalType type) =>
        role == ReportRole.Measure && IsWhole(type) ? ReportUnit.Count : ReportUnit.None;

    /// <summary>The name as words: <c>avg_order_value</c> is Average order value, <c>is_complete</c> is Complete.</summary>
    public static string Label(string name)
    {
        var words = name.Split('_', StringSplitOptions.RemoveEmptyEntries).AsEnumerable();
        if (name.StartsWith("is_", StringComparison.Ordinal))
            words = words.Skip(1);
        var text = string.Join(' ', words.Select(word => s_words.GetValueOrDefault(word, word)));
        return text.Length == 0 ? name : char.ToUpperInvariant(text[0]) + text[1..];
    }

    static bool IsWhole(LogicalType type) => type.Kind is TypeKind.Int32 or TypeKind.Int64;
}
