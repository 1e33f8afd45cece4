using System.Globalization;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Rows.Cells;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml;

/// <summary>A source column and the mapping it was read from.</summary>
sealed record ReadColumn(Column Column, Section Section);

/// <summary>Reads <c>columns:</c>.</summary>
static class ColumnReading
{
    /// <summary>The keys of a column.</summary>
    public static readonly IReadOnlyList<string> Allowed =
    [
        "name", "id", "type", "source", "aliases", "required", "key", "min", "max", "above", "below", "oneOf", "known", "nullTokens",
        "trim", "case", "formats", "pivot", "zone", "localTime", "event", "decimal", "thousands", "currency", "trueWords", "falseWords",
        "description",
    ];

    static readonly string[] s_bounds = ["min", "max", "above", "below"];

    /// <param name="root">The contract.</param>
    /// <param name="numbers">How its numbers are written.</param>
    public static IReadOnlyList<ReadColumn> Read(Section root, NumberNotation numbers)
    {
        root.Require("columns");
        return
        [
            .. root.Sections("columns", Allowed)
                .Select(section => new ReadColumn(Read(section, ColumnTypes.Read(section), numbers), section)),
        ];
    }

    static Column Read(Section section, LogicalType? type, NumberNotation numbers)
    {
        var column = new Column
        {
            Name = section.Required("name"),
            Id = ColumnNames.Id(section),
            Type = type ?? LogicalType.String,
            SourceName = section.Scalar("source")?.Value,
            Aliases = section.Texts("aliases"),
            Required = section.Flag("required"),
            Key = section.Flag("key"),
            NullTokens = section.Texts("nullTokens"),
            Trim = section.Flag("trim", otherwise: true),
            Case = section.Choice(
                "case",
                CaseRule.Keep,
                new("keep", CaseRule.Keep),
                new("lower", CaseRule.Lower),
                new("upper", CaseRule.Upper)),
            Description = section.Description(),
        };
        if (column.Key && !column.Required)
            section.Report("key", "a key column must be required, because it identifies the row");
        if (type is not { } known)
            return column;

        if (known.Kind != TypeKind.String && column.Case != CaseRule.Keep)
            section.Report("case", $"only a string has a case, not {known}");
        column = FormReading.Read(section, column, numbers);
        // The parser itself checks the declared values, so contract and cells cannot disagree.
        return column with
        {
            Range = Range(section, column),
            OneOf = Values(section, "oneOf", column),
            Known = Values(section, "known", column),
        };
    }

    static ColumnRange? Range(Section section, Column column)
    {
        var given = s_bounds.Where(key => section.Find(key) is not null).ToList();
        if (given.Count == 0)
            return null;
        if (column.Type.Kind is TypeKind.String or TypeKind.Bool)
        {
            foreach (var key in given)
                section.Report(key, $"a {column.Type} has no smallest or largest value; use oneOf for allowed values");
            return null;
        }

        if (given.Contains("min") && given.Contains("above"))
            section.Report("above", "min is set already; min includes its value, above does not");
        if (given.Contains("max") && given.Contains("below"))
            section.Report("below", "max is set already; max includes its value, below does not");
        var min = Bound(section, column, "min") ?? Bound(section, column, "above");
        var max = Bound(section, column, "max") ?? Bound(section, column, "below");
        if (min > max || (min is not null && min == max && (given.Contains("above") || given.Contains("below"))))
            section.Report(
                given.First(key => key is "max" or "below"), $"no value is both {Bounded("min", "above")} and {Bounded("max", "below")}");
        return new(min, max, given.Contains("above"), given.Contains("below"));

        string Bounded(string including, string excluding)
        {
            var key = given.Contains(including) ? including : excluding;
            return $"{key} {section.Text(key)}";
        }
    }

    static decimal? Bound(Section section, Column column, string key)
    {
        if (section.Scalar(key, $"a value of {column.Type}") is not { } scalar)
            return null;
        if (column.Type.Kind == TypeKind.Double)
        {
            const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
            if (decimal.TryParse(scalar.Value, style, CultureInfo.InvariantCulture, out var number))
                return number;
            section.Report(scalar, key, $"expected a number, not {scalar.Kind}");
            return null;
        }

        var row = new RowValues(1, DateOnly.MinValue);
        if (Parses(column, scalar.Value, row))
            return row.Scalar(0);
        section.Report(scalar, key, $"'{scalar.Value}' must be {CellParser.For(column, 0).Expectation}");
        return null;
    }

    static IReadOnlyList<string> Values(Section section, string key, Column column)
    {
        var scalars = section.Scalars(key);
        if (scalars.Count == 0)
            return [];
        if (key == "known" && column.Type.Kind != TypeKind.String)
            section.Report(key, $"only a string has known values, not {column.Type}");
        else if (column.Type.Kind is TypeKind.Double or TypeKind.Bool)
            section.Report(key, $"a {column.Type} has no list of values");
        else if (key == "known" && section.Find("oneOf") is not null)
            section.Report(key, "oneOf is set already, and it allows no other values");

        var row = new RowValues(1, DateOnly.MinValue);
        foreach (var (index, scalar) in scalars.Index())
        {
            row.Clear();
            if (column.NullTokens.Contains(scalar.Value, StringComparer.OrdinalIgnoreCase) || string.IsNullOrWhiteSpace(scalar.Value))
                section.Report(scalar, $"{key}[{index}]", $"no cell can be '{scalar.Value}': the column reads it as null");
            else if (!Parses(column, scalar.Value, row))
                section.Report(scalar, $"{key}[{index}]", $"'{scalar.Value}' must be {CellParser.For(column, 0).Expectation}");
            else if (column.Type.Kind == TypeKind.String && row.TextOf(0) != scalar.Value)
                section.Report(
                    scalar,
                    $"{key}[{index}]",
                    $"no cell can be '{scalar.Value}': with the column's case and trim it would be '{row.TextOf(0)}'");
            else if (scalars.Take(index).Any(before => before.Value == scalar.Value))
                section.Report(scalar, $"{key}[{index}]", $"'{scalar.Value}' is given twice");
        }

        return [.. scalars.Select(scalar => scalar.Value)];
    }

    static bool Parses(Column column, string text, RowValues row) =>
        CellParser.For(column with { Required = true }, 0).Parse(Encoding.UTF8.GetBytes(text), row) is null;
}
