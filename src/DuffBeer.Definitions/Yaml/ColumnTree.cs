using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Rows.Cells;

namespace DuffBeer.Definitions.Yaml;

/// <summary>A source column in the words of the contract's file.</summary>
static class ColumnTree
{
    /// <param name="column">The column.</param>
    /// <param name="numbers">How the dialect writes numbers.</param>
    public static JsonObject Of(Column column, NumberNotation numbers)
    {
        var range = column.Range;
        var tree = ContractTree.Without(new()
        {
            ["name"] = column.Name,
            ["id"] = column.Id,
            ["type"] = column.Type.ToString(),
            ["source"] = column.SourceName,
            ["aliases"] = ContractTree.Texts(column.Aliases),
            ["required"] = column.Required ? true : null,
            ["key"] = column.Key ? true : null,
            ["min"] = range is { MinExclusive: false } ? Bound(column, range.Min) : null,
            ["above"] = range is { MinExclusive: true } ? Bound(column, range.Min) : null,
            ["max"] = range is { MaxExclusive: false } ? Bound(column, range.Max) : null,
            ["below"] = range is { MaxExclusive: true } ? Bound(column, range.Max) : null,
            ["oneOf"] = ContractTree.Texts(column.OneOf),
            ["known"] = ContractTree.Texts(column.Known),
            ["nullTokens"] = ContractTree.Texts(column.NullTokens),
            ["trim"] = column.Trim ? null : false,
            ["case"] = column.Case == CaseRule.Keep ? null : ContractTree.Word(column.Case),
            ["formats"] = ContractTree.Texts(column.Formats),
            ["pivot"] = column.Pivot == new Column { Name = "", Type = column.Type }.Pivot ? null : column.Pivot,
            ["zone"] = column.Zone,
            ["localTime"] = column.LocalTime == LocalTimeRule.Reject ? null : ContractTree.Word(column.LocalTime),
            ["event"] = column.IsEvent ? true : null,
            ["trueWords"] = ContractTree.Texts(column.TrueWords),
            ["falseWords"] = ContractTree.Texts(column.FalseWords),
        });
        if (column.Type.Kind is TypeKind.Int32 or TypeKind.Int64 or TypeKind.Decimal or TypeKind.Double)
            AddNotation(tree, column.Notation, numbers);
        tree["description"] = column.Description;
        return tree;
    }

    /// <summary>Adds what differs from the notation that applies otherwise.</summary>
    public static void AddNotation(JsonObject tree, NumberNotation notation, NumberNotation otherwise)
    {
        if (notation.Decimal != otherwise.Decimal)
            tree["decimal"] = notation.Decimal.ToString();
        if (notation.Thousands != otherwise.Thousands)
            tree["thousands"] = notation.Thousands switch
            {
                null => "none",
                ' ' => "space",
                '\u00A0' => "nbsp",
                '\u202F' => "narrow nbsp",
                var other => other.ToString(),
            };
        if (!notation.Currency.SequenceEqual(otherwise.Currency))
            tree["currency"] = ContractTree.Texts(notation.Currency) ?? [];
    }

    /// <summary>The bound as a cell of the column would be written, because the column's own parser reads it.</summary>
    static JsonNode? Bound(Column column, decimal? bound)
    {
        if (bound is not { } value)
            return null;
        if (column.Type.Kind == TypeKind.Double)
            return value;
        if (column.Type.Kind is not (TypeKind.Date or TypeKind.Timestamp))
        {
            var number = value / LogicalType.PowersOfTen[column.Type.Scale];
            return column.Notation.Decimal == '.'
                ? number
                : number.ToString(CultureInfo.InvariantCulture).Replace('.', column.Notation.Decimal);
        }

        return Written(column, (long)value).First(text => Reads(column, text, value));
    }

    static IEnumerable<string> Written(Column column, long value)
    {
        if (column.Type.Kind == TypeKind.Date)
        {
            var day = DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)value);
            return column.Formats.Append("yyyy-MM-dd").Select(format => day.ToDateTime(default).ToString(format, Invariant));
        }

        var utc = DateTime.UnixEpoch.AddTicks(value * TimeSpan.TicksPerMicrosecond);
        var local = column.Zone is { } zone ? TimeZoneInfo.ConvertTimeFromUtc(utc, TimeZoneInfo.FindSystemTimeZoneById(zone)) : utc;
        return
        [
            .. column.Formats.Select(format => new DateTimeOffset(local, local - utc).ToString(format, Invariant)),
            utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", Invariant),
        ];
    }

    static CultureInfo Invariant => CultureInfo.InvariantCulture;

    static bool Reads(Column column, string text, decimal value)
    {
        var row = new RowValues(1, DateOnly.MinValue);
        return CellParser.For(column with { Range = null }, 0).Parse(Encoding.UTF8.GetBytes(text), row) is null && row.Scalar(0) == value;
    }
}
