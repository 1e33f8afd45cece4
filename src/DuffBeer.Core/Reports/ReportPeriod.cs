using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Reports;

/// <summary>The periods of a report's rows, whose holes a request may fill with zeros.</summary>
/// <param name="Column">First day of a row's period.</param>
/// <param name="Grain">The parameter that chooses the length of a period, or the length itself.</param>
/// <param name="Complete">Whether the data cover the whole period; null if no column says so.</param>
/// <param name="Zero">Columns that are zero in a period without rows; other measures are null.</param>
public sealed record ReportPeriod(string Column, string Grain, string? Complete, IReadOnlyList<string> Zero)
{
    const string CompleteColumn = "is_complete";
    const string Form = "column by grain, where grain is a parameter of type string, or day, week, month, quarter or year";

    static readonly string[] s_lengths = ["day", "week", "month", "quarter", "year"];

    /// <summary>Keys of a header that this class reads.</summary>
    internal static readonly IReadOnlyList<HeaderKey> Keys =
    [
        new("period", "`column by grain`: first day of a row's period, and the parameter that chooses its length, or a length"),
        new("zero", "Columns that are zero in a period without rows"),
    ];

    /// <summary>Length of the request's periods; null if it has only one, such as all time.</summary>
    public string? LengthOf(ReportRequest request)
    {
        var length = request.Values.TryGetValue(Grain, out var chosen) ? chosen.Value as string : Grain;
        return s_lengths.Contains(length) ? length : null;
    }

    public static DateOnly Next(DateOnly start, string length) => length switch
    {
        "day" => start.AddDays(1),
        "week" => start.AddDays(7),
        "month" => start.AddMonths(1),
        "quarter" => start.AddMonths(3),
        _ => start.AddYears(1),
    };

    /// <summary>Null if the header names no period.</summary>
    internal static ReportPeriod? Read(
        DefinitionHeader header, IReadOnlyList<ReportColumn> columns, IReadOnlyList<ReportParameter> parameters,
        ICollection<DefinitionError> errors)
    {
        List<string> names = [.. columns.Select(column => column.Name)];
        List<string> zero = [.. ReportColumnLines.Known(header, "zero", names, errors)];
        if (header["period"] is not { } entry)
        {
            if (header["zero"] is { } alone)
                errors.Add(new(header.File, alone.Line, 1, $"zero needs a line '-- period: …': {Form}"));
            return null;
        }

        var mistake = Mistake(HeaderList.Words(entry.Value), columns, parameters);
        if (mistake is not null)
            errors.Add(new(header.File, entry.Line, 1, mistake));
        foreach (var other in columns.Where(column => zero.Contains(column.Name) && !column.IsNumber))
            errors.Add(new(header.File, header["zero"]!.Line, 1, $"zero names a column that is not a number: {other.Name}"));
        var isComplete = columns.Any(column => column.Name == CompleteColumn && column.Type.Kind == TypeKind.Bool);
        return mistake is not null
            ? null
            : new(HeaderList.Words(entry.Value)[0], HeaderList.Words(entry.Value)[2], isComplete ? CompleteColumn : null, zero);
    }

    static string? Mistake(IReadOnlyList<string> words, IReadOnlyList<ReportColumn> columns, IReadOnlyList<ReportParameter> parameters)
    {
        if (words is not [var name, "by", var grain])
            return $"'{string.Join(' ', words)}' is not a period: expected {Form}";
        if (columns.FirstOrDefault(column => column.Name == name) is not { } column)
            return $"period names a column that the report lacks: {name}{LikelyName.Aside(name, columns.Select(known => known.Name))}";
        if (column.Type.Kind != TypeKind.Date)
            return $"period names a column that is not a date: {name}";
        List<string> known = [.. parameters.Where(IsText).Select(parameter => parameter.Name), .. s_lengths];
        return known.Contains(grain) ? null : $"'{grain}' is not a grain{LikelyName.Aside(grain, known)}: expected {Form}";
    }

    static bool IsText(ReportParameter parameter) => parameter.Type.Kind == TypeKind.String;
}
