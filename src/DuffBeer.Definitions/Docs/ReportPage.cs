using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;

namespace DuffBeer.Definitions.Docs;

/// <summary>The page of a report: its parameters, and its columns with their units.</summary>
static class ReportPage
{
    public static IEnumerable<string> Of(ReportDefinition report) =>
    [
        $"# {report.Title}",
        "",
        Markdown.Text(report.Description),
        "",
        $"- **Name:** {Markdown.Code(report.Name)}",
        $"- **Domain:** {report.Domain}",
        $"- **Model:** {Markdown.Link(report.Model, $"../{DefinitionPages.Models}/{report.Model}.md")}",
        $"- **Order:** {Markdown.Codes(report.Order.Select(key => key.Descending ? $"{key.Column} desc" : key.Column))}",
        $"- **Sortable by:** {(report.Sortable.Count == 0 ? "nothing else" : Markdown.Codes(report.Sortable))}",
        .. report.IsExported ? ["- **Export:** each refresh writes it to the lake as CSV"] : Array.Empty<string>(),
        $"- **SQL:** {Markdown.Link(report.File, DefinitionPages.SourceFromPage + report.File)}",
        "",
        .. Parameters(report.Parameters),
        "## Columns",
        "",
        .. Markdown.Table(["column", "type", "unit", "description"], report.Columns.Select(column => (IReadOnlyList<string>)
        [
            Markdown.Code(column.Name),
            column.Type.ToString(),
            column.Unit == ReportUnit.None ? "" : column.Unit.ToString().ToLowerInvariant(),
            Markdown.Text(column.Description),
        ])),
    ];

    static IEnumerable<string> Parameters(IReadOnlyList<ReportParameter> parameters) => parameters.Count == 0 ? [] :
    [
        "## Parameters",
        "",
        .. Markdown.Table(["parameter", "type", "default", "rules", "description"], parameters.Select(parameter => (IReadOnlyList<string>)
        [
            Markdown.Code(parameter.Name),
            parameter.Type.ToString(),
            parameter.Default is { } value ? Markdown.Code(SettingText.Of(value)) : "",
            string.Join("; ", Rules(parameter)),
            Markdown.Text(parameter.Description),
        ])),
    ];

    static IEnumerable<string> Rules(ReportParameter parameter)
    {
        if (parameter.Required)
            yield return "required";
        if (parameter.OneOf.Count > 0)
            yield return $"one of {Markdown.Codes(parameter.OneOf)}";
        if (parameter.Rule.Min is { } least)
            yield return $"at least {least}";
        if (parameter.Rule.Max is { } most)
            yield return $"at most {most}";
        if (parameter.Values is { } source)
            yield return $"a value of {Markdown.Link($"{source.Model}.{source.Column}", $"../{DefinitionPages.Models}/{source.Model}.md")}";
        if (parameter.Also.Count > 0)
            yield return $"also {Markdown.Codes(parameter.Also)}";
    }
}
