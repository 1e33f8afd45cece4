using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Definitions.Docs;

/// <summary>The index pages: all datasets; all models by domain, with their lineage graph; all reports by domain.</summary>
static class IndexPages
{
    public static IEnumerable<string> Datasets(IEnumerable<DatasetContract> contracts) =>
    [
        "# Datasets",
        "",
        .. Markdown.Table(["dataset", "domain", "grain", "description"], contracts.Select(contract => (IReadOnlyList<string>)
        [
            Markdown.Link(contract.Name, $"{contract.Name}.md"),
            contract.Domain,
            Markdown.Text(contract.Grain),
            Markdown.Text(contract.Description),
        ])),
    ];

    public static IEnumerable<string> Reports(SqlDefinitions sql) =>
    [
        "# Reports",
        "",
        "Every report is at `/api/reports/{name}` ([the API](../guide/reports-api.md)) and in `duffbeer report NAME`.",
        "",
        .. from domain in sql.Reports.GroupBy(report => report.Domain).OrderBy(domain => domain.Key, StringComparer.Ordinal)
           from line in Domain(domain)
           select line,
    ];

    static IEnumerable<string> Domain(IGrouping<string, ReportDefinition> reports) =>
    [
        $"## {reports.Key}",
        "",
        .. Markdown.Table(["report", "title", "shows"],
            from report in reports
            orderby report.Name
            select (IReadOnlyList<string>)
            [
                Markdown.Link(report.Name, $"{report.Name}.md"),
                Markdown.Text(report.Title),
                Markdown.Text(FirstSentence(report.Description)),
            ]),
    ];

    static string FirstSentence(string text) => text.Split(". ")[0].TrimEnd('.');

    public static IEnumerable<string> Models(SqlDefinitions sql, Lineage lineage) =>
    [
        "# Models",
        "",
        "In the graphs, cylinders are datasets and rounded boxes are marts, which reports read.",
        "",
        .. lineage.Models.Select(model => model.Domain).Distinct().Order(StringComparer.Ordinal)
            .SelectMany(domain => Domain(domain, sql, lineage)),
    ];

    static IEnumerable<string> Domain(string domain, SqlDefinitions sql, Lineage lineage) =>
    [
        $"## {domain}",
        "",
        .. lineage.Graph(domain),
        .. Markdown.Table(["model", "layer", "grain"],
            from model in lineage.Models
            where model.Domain == domain
            orderby model.Layer, model.Name
            select (IReadOnlyList<string>)[Markdown.Link(model.Name, $"{model.Name}.md"), Word(model.Layer), Markdown.Text(model.Grain)]),
        .. Markdown.Table(["report", "title", "model"],
            from report in sql.Reports
            where report.Domain == domain
            orderby report.Name
            select (IReadOnlyList<string>)
                [
                    Markdown.Link(report.Name, $"../{DefinitionPages.Reports}/{report.Name}.md"),
                    Markdown.Text(report.Title),
                    Markdown.Link(report.Model, $"{report.Model}.md"),
                ]),
    ];

    static string Word(Layer layer) => layer.ToString().ToLowerInvariant();
}
