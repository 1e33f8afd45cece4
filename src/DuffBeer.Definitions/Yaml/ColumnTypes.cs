using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml;

/// <summary>Reads a column's <c>type:</c>.</summary>
static class ColumnTypes
{
    static readonly string[] s_words = ["int32", "int64", "decimal(p,s)", "double", "bool", "date", "timestamp", "string"];

    /// <summary>Null, with a finding, if there is no type that can be stored.</summary>
    public static LogicalType? Read(Section section)
    {
        var text = section.Required("type");
        if (text.Length == 0)
            return null;
        if (LogicalType.TryParse(text, out var type) && type.Precision <= LogicalType.MaxPrecision)
            return type;

        section.Report("type", text.StartsWith("decimal", StringComparison.OrdinalIgnoreCase)
            ? $"'{text}' cannot be stored: a decimal(p,s) has 1 to {LogicalType.MaxPrecision} digits, " +
                "s of them after the point, s at most p"
            : $"'{text}' is not a type{Spelling.Hint(text, s_words)} (allowed: {string.Join(", ", s_words)})");
        return null;
    }
}
