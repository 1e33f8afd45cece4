using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Definitions.Docs;

/// <summary>The index pages: all datasets; all models by domain, with their lineage graph.</summary>
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
                [Markdown.Code(report.Name), Markdown.Text(report.Title), Markdown.Link(report.Model, $"{report.Model}.md")]),
    ];

    static string Word(Layer layer) => layer.ToString().ToLowerInvariant();
}
