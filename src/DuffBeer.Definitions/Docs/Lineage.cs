using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Definitions.Docs;

/// <summary>Which models and reports read which inputs, in both directions, with links between pages.</summary>
sealed class Lineage(IReadOnlyList<DatasetContract> contracts, SqlDefinitions sql)
{
    public IReadOnlyList<SqlModel> Models { get; } = [.. sql.Graph.Models.OrderBy(model => model.Name, StringComparer.Ordinal)];

    public IEnumerable<SqlModel> ModelsOn(string input) =>
        Models.Where(model => model.Sql.Refs.Contains(input) || model.Sql.Sources.Contains(input));

    public IEnumerable<ReportDefinition> ReportsOn(string model) =>
        sql.Reports.Where(report => report.Sql.Refs.Contains(model)).OrderBy(report => report.Name, StringComparer.Ordinal);

    /// <summary>A Mermaid graph of one domain's models and their inputs.</summary>
    public IEnumerable<string> Graph(string domain)
    {
        var models = Models.Where(model => model.Domain == domain).ToList();
        var datasets = models.SelectMany(model => model.Sql.Sources).Distinct().Order(StringComparer.Ordinal);
        return
        [
            "```mermaid",
            "flowchart LR",
            .. datasets.Select(name => $"    {name}[({name})]"),
            .. models.Select(model => $"    {model.Name}{(model.Layer == Layer.Mart ? $"([{model.Name}])" : $"[{model.Name}]")}"),
            .. models.SelectMany(model => model.Sql.Sources.Concat(model.Sql.Refs).Select(input => $"    {input} --> {model.Name}")),
            "```",
            "",
        ];
    }

    /// <summary>Links from a page of <paramref name="folder"/>.</summary>
    public string Links(IEnumerable<string> names, string folder)
    {
        var links = names.Distinct().Order(StringComparer.Ordinal)
            .Select(name => Markdown.Link(name, $"{FolderTo(name, folder)}{name}.md"))
            .ToList();
        return links.Count == 0 ? "nothing" : string.Join(", ", links);
    }

    string FolderTo(string name, string folder)
    {
        var target = contracts.Any(contract => contract.Name == name) ? DefinitionPages.Datasets : DefinitionPages.Models;
        return target == folder ? "" : $"../{target}/";
    }
}
