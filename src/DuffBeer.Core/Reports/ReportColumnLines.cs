using System.Text.RegularExpressions;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Reports;

/// <summary>Reads a header's <c>columns:</c> and the lines that give columns units, roles and labels.</summary>
static partial class ReportColumnLines
{
    static readonly Dictionary<string, ReportUnit> s_units =
        Enum.GetValues<ReportUnit>().ToDictionary(unit => unit.ToString().ToLowerInvariant());

    static readonly Dictionary<string, ReportRole> s_roles = new()
    {
        ["keys"] = ReportRole.Key,
        ["dimensions"] = ReportRole.Dimension,
        ["measures"] = ReportRole.Measure,
        ["times"] = ReportRole.Time,
    };

    /// <summary>The keys of a header that this class reads, besides <c>columns</c>.</summary>
    public static readonly IReadOnlyList<HeaderKey> Keys =
    [
        .. s_units.Select(unit => new HeaderKey(unit.Key, $"Columns of this unit: {Meaning(unit.Value)}")),
        .. s_roles.Keys.Select(role => new HeaderKey(role, $"Columns that are {role}, where that does not follow from name and type")),
        new("currency", "Currency of the columns of money: a code, or a setting that has it, such as `{reporting_currency}`"),
        new("labels", "One line per column: name and heading, where the name is not good enough for people"),
    ];

    public static IReadOnlyList<ReportColumn> Read(DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        var columns = ColumnList.Read(header, errors)
            .Select(column => new ReportColumn(column.Name, column.Type, column.Description))
            .ToDictionary(column => column.Name);
        var names = columns.Keys.ToList();
        foreach (var (name, role) in Listed(header, s_roles, names, errors))
            columns[name] = columns[name] with { Role = role, Unit = ReportColumnRules.Unit(role, columns[name].Type) };
        foreach (var (name, unit) in Listed(header, s_units, names, errors))
            columns[name] = columns[name] with { Unit = unit };
        foreach (var (name, label) in Labels(header, names, errors))
            columns[name] = columns[name] with { Label = label };
        CheckUnits(header, columns, errors);
        return [.. names.Select(name => columns[name])];
    }

    /// <summary>A code such as USD, or a setting that has it such as <c>{reporting_currency}</c>; empty if the header names none.</summary>
    public static string Currency(DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        if (header["currency"] is not { } entry)
            return "";
        if (!CurrencyText().IsMatch(entry.Value))
            errors.Add(
                new(header.File, entry.Line, 1, $"'{entry.Value}' is not a currency: expected a code such as USD, or a setting in braces"));
        else if (header["money"] is null)
            errors.Add(new(header.File, entry.Line, 1, "currency needs a line '-- money: …' with the columns that it is of"));
        return entry.Value;
    }

    /// <summary>The columns of a list, and an error for each name that the report lacks.</summary>
    public static IEnumerable<string> Known(
        DefinitionHeader header, string key, IReadOnlyList<string> columns, ICollection<DefinitionError> errors)
    {
        foreach (var (line, text) in header[key]?.Lines ?? [])
        {
            foreach (var name in HeaderList.Items(text).Select(NameOf))
            {
                if (columns.Contains(name))
                    yield return name;
                else
                    errors.Add(new(header.File, line, 1, Unknown(key, name, columns)));
            }
        }
    }

    static List<(string Name, T Value)> Listed<T>(
        DefinitionHeader header, Dictionary<string, T> lists, IReadOnlyList<string> columns, ICollection<DefinitionError> errors)
    {
        var listed = new List<(string Name, T Value)>();
        var keys = new Dictionary<string, string>();
        foreach (var (key, value) in lists)
        {
            foreach (var name in Known(header, key, columns, errors))
            {
                if (keys.TryAdd(name, key))
                    listed.Add((name, value));
                else
                    errors.Add(new(header.File, header[key]!.Line, 1, $"{key} names a column that {keys[name]} names already: {name}"));
            }
        }

        return listed;
    }

    static IEnumerable<(string Name, string Label)> Labels(
        DefinitionHeader header, List<string> columns, ICollection<DefinitionError> errors)
    {
        foreach (var (line, text) in header["labels"]?.Lines ?? [])
        {
            var words = HeaderList.Words(text);
            if (words.Count < 2)
                errors.Add(new(header.File, line, 1, $"expected 'column label', found '{text}'"));
            else if (!columns.Contains(words[0]))
                errors.Add(new(header.File, line, 1, Unknown("labels", words[0], columns)));
            else
                yield return (words[0], string.Join(' ', words.Skip(1)));
        }
    }

    static void CheckUnits(DefinitionHeader header, Dictionary<string, ReportColumn> columns, ICollection<DefinitionError> errors)
    {
        foreach (var (key, unit) in s_units.Where(pair => pair.Value != ReportUnit.None))
        {
            foreach (var name in Known(header, key, [.. columns.Keys], []).Where(name => !Fits(unit, columns[name])))
            {
                var wanted = unit == ReportUnit.Percent ? "a double" : "a number";
                errors.Add(new(header.File, header[key]!.Line, 1, $"{key} names a column that is not {wanted}: {name}"));
            }
        }
    }

    static bool Fits(ReportUnit unit, ReportColumn column) =>
        unit == ReportUnit.Percent ? column.Type.Kind == TypeKind.Double : column.IsNumber;

    // The keys of an order also have a direction.
    static string NameOf(string item) => HeaderList.Words(item)[0];

    static string Unknown(string key, string name, IReadOnlyList<string> columns) =>
        $"{key} names a column that the report lacks: {name}{LikelyName.Aside(name, columns)}";

    [GeneratedRegex(@"\A([A-Z]{3}|\{[a-z][a-z0-9_]*\})\z")]
    private static partial Regex CurrencyText();

    static string Meaning(ReportUnit unit) => unit switch
    {
        ReportUnit.None => "no unit, such as ids, ranks, years",
        ReportUnit.Money => "an amount in the report's currency",
        ReportUnit.Percent => "a share, with 1 for 100 %",
        ReportUnit.Days => "days",
        ReportUnit.Count => "a number of things",
        ReportUnit.Litres => "litres",
        ReportUnit.Ratio => "one number per another, such as orders per customer",
        ReportUnit.Score => "a grade on a short scale, such as 1 to 5",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
    };
}
