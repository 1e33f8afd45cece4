using DuffBeer.Core.Models;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Definitions.Docs;

/// <summary>The page of a model: what its header promises, and what it is built from.</summary>
static class ModelPage
{
    public static IEnumerable<string> Of(SqlModel model, SqlDefinitions sql, Lineage lineage) =>
    [
        $"# {model.Name}",
        "",
        Markdown.Text(model.Description),
        "",
        .. Promises(model, sql, lineage),
        "",
        "## Columns",
        "",
        .. Markdown.Table(["column", "type", "description"], model.Columns.Select(column => (IReadOnlyList<string>)
            [Markdown.Code(column.Name), column.Type.ToString(), Markdown.Text(column.Description)])),
        "## Audits",
        "",
        "Each audit selects rows that must not exist. If it finds any, readers keep the snapshot before, or the refresh warns.",
        "",
        .. from audit in sql.Audits
           where audit.Model == model.Name
           select $"- {Markdown.Code(audit.Name[(model.Name.Length + 1)..])}{(audit.IsWarning ? " (warning)" : "")}: "
               + Markdown.Text(audit.Description),
        "",
    ];

    static IEnumerable<string> Promises(SqlModel model, SqlDefinitions sql, Lineage lineage)
    {
        yield return $"- **Domain and layer:** {model.Domain}, {model.Layer.ToString().ToLowerInvariant()}";
        yield return $"- **Grain:** {Markdown.Text(model.Grain)}";
        yield return $"- **Owner:** {Markdown.Text(model.Owner)}";
        yield return $"- **Built from:** {lineage.Links(model.Sql.Sources.Concat(model.Sql.Refs), DefinitionPages.Models)}";
        if (model.Estimator is { } estimator)
            yield return $"- **Estimated by:** {Markdown.Code(estimator.Identity)}";
        yield return $"- **Read by:** {lineage.Links(lineage.ModelsOn(model.Name).Select(reader => reader.Name), DefinitionPages.Models)}";
        var reports = lineage.ReportsOn(model.Name)
            .Select(report =>
                $"{Markdown.Link(report.Name, $"../{DefinitionPages.Reports}/{report.Name}.md")} ({Markdown.Text(report.Title)})")
            .ToList();
        yield return $"- **Reports:** {(reports.Count == 0 ? "none" : string.Join(", ", reports))}";
        if (model.PartitionBy.Count > 0)
            yield return $"- **Partitions:** {Markdown.Codes(model.PartitionBy)}";
        foreach (var setting in model.Sql.Settings)
            yield return $"- **Setting** {Markdown.Code(setting)}: {Markdown.Text(sql.Settings[setting].Description)}";
        yield return $"- **SQL:** {Markdown.Link(model.File, DefinitionPages.SourceFromPage + model.File)}";
    }
}
