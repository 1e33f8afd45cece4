using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Reports;

/// <summary>A value to choose from.</summary>
/// <param name="Value">As a request takes it.</param>
/// <param name="Label">Its name for people; the value itself where it has none.</param>
public sealed record ReportValue(string Value, string Label);

/// <summary>Values that a parameter takes.</summary>
/// <param name="IsComplete">There are no others.</param>
public sealed record ReportValueList(IReadOnlyList<ReportValue> Values, bool IsComplete);

/// <summary>The values to choose from for a parameter: those that its header lists, then those of a model's column.</summary>
public static class ReportValues
{
    /// <summary>Values per answer unless the caller gives a limit.</summary>
    public const int UsualValues = 50;

    /// <summary>Maximum values per answer.</summary>
    public const int MostValues = 1_000;

    const string Search = "q";

    /// <summary>The parameter whose values are asked for.</summary>
    /// <exception cref="TerminalException"><c>NotFound</c>: it does not exist, or any value of its type is allowed.</exception>
    public static ReportParameter ParameterOf(ReportDefinition report, string name)
    {
        var known = report.Parameters.Select(parameter => parameter.Name).ToList();
        var parameter = report.Parameters.FirstOrDefault(parameter => parameter.Name == name)
            ?? throw new TerminalException(ProblemCode.NotFound, $"{report.Name}: {LikelyName.OfParameter(name, known)}.");
        return parameter.HasValues
            ? parameter
            : throw new TerminalException(
                ProblemCode.NotFound, $"{report.Name}: {name} has no list of values; it takes any value of type {parameter.Type}.");
    }

    /// <summary>The listed values that contain the text, ignoring case.</summary>
    public static IReadOnlyList<ReportValue> Listed(ReportParameter parameter, string? search)
    {
        IReadOnlyList<string> values = parameter switch
        {
            { OneOf.Count: > 0 } => parameter.OneOf,
            { Type.Kind: TypeKind.Bool } => [ReportCellText.Of(true), ReportCellText.Of(false)],
            _ => parameter.Also,
        };
        return
        [
            .. values.Where(value => search is null || value.Contains(search, StringComparison.OrdinalIgnoreCase))
                .Select(value => new ReportValue(value, value)),
        ];
    }

    /// <summary>A request for the values of the model's column that contain the text; null if only listed ones are allowed.</summary>
    public static ReportRequest? Request(ReportDefinition report, ReportParameter parameter, string? search, int limit)
    {
        if (parameter is not { Values: { } source, OneOf.Count: 0 })
            return null;
        List<KeyValuePair<string, string>> texts = [new("limit", limit.ToString(CultureInfo.InvariantCulture))];
        if (search is not null)
            texts.Add(new(Search, search));
        return ReportRequest.Read(Definition(report, parameter, source), texts);
    }

    public static ReportValueList Of(IReadOnlyList<ReportValue> listed, ReportResult? found, int limit)
    {
        ReportValue[] all =
        [
            .. listed,
            .. from row in found?.Rows ?? []
               let value = ReportCellText.Of(found!.Report.Columns[0].Type, row[0])
               where listed.All(other => other.Value != value)
               select new ReportValue(value, (string?)row[1] ?? value),
        ];
        return new([.. all.Take(limit)], all.Length <= limit && found?.Next is null);
    }

    /// <summary>The values as a report, so that they are read like any other.</summary>
    static ReportDefinition Definition(ReportDefinition report, ReportParameter parameter, ReportValueSource source)
    {
        var (column, label) = (SqlName.Quote(source.Column), source.Label is null ? "NULL" : SqlName.Quote(source.Label));
        var errors = new List<DefinitionError>();
        return new()
        {
            Name = $"{report.Name}/values/{parameter.Name}",
            Title = parameter.Name,
            Description = parameter.Description,
            Domain = report.Domain,
            Model = source.Model,
            Parameters = [new(Search, new(LogicalType.String), false, null, "Only values that contain this text")],
            Columns = [new("value", parameter.Type), new("label", LogicalType.String)],
            Sortable = [],
            Order = [new("label", false), new("value", false)],
            Sql = SqlTemplateParser.Parse(
                report.File,
                $$$"""
                SELECT "value", MAX("label") AS "label"
                FROM (
                    SELECT {{{column}}} AS "value", CAST({{{label}}} AS VARCHAR) AS "label"
                    FROM {{ ref('{{{source.Model}}}') }}
                    WHERE {{{column}}} IS NOT NULL
                        AND ({{ q }} IS NULL
                            OR STRPOS(LOWER(CAST({{{column}}} AS VARCHAR)), LOWER({{ q }})) > 0
                            OR STRPOS(LOWER(CAST({{{label}}} AS VARCHAR)), LOWER({{ q }})) > 0)
                ) AS choices
                GROUP BY "value"
                """,
                source.Line,
                errors),
            Text = "",
            File = report.File,
            Hash = report.Hash,
        };
    }
}
