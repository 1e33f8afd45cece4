using DuffBeer.Core.Models;

namespace DuffBeer.Definitions.Docs;

/// <summary>How the tables of each domain refer to each other, as entity diagrams: from the audits that guard the references.</summary>
static class DataModelPage
{
    public static IEnumerable<string> Of(IReadOnlyList<SqlModel> models) =>
    [
        "# Data model",
        "",
        "An arrow is a reference that an audit checks at each refresh (`relates`); PK marks the columns of a row's grain (`unique`), FK a",
        "column that refers to another table. All columns are on the [models' pages](../models/README.md).",
        "",
        .. from domain in models.GroupBy(model => model.Domain).OrderBy(domain => domain.Key, StringComparer.Ordinal)
           let references = References(domain)
           where references.Count > 0
           from line in Diagram(domain.Key, [.. domain], references)
           select line,
    ];

    static List<Reference> References(IEnumerable<SqlModel> models) =>
    [
        .. from model in models
           from audit in model.Audits
           where audit.Name == "relates"
           let target = audit.Arguments[1].Split('.')
           orderby target[0], model.Name
           select new Reference(model.Name, audit.Arguments[0], target[0], target[1]),
    ];

    static IEnumerable<string> Diagram(string domain, IReadOnlyList<SqlModel> models, IReadOnlyList<Reference> references) =>
    [
        $"## {domain}",
        "",
        "```mermaid",
        "erDiagram",
        .. references.Select(reference => $"    {reference.To} ||--o{{ {reference.From} : {reference.Column}"),
        .. from model in models
           where references.Any(reference => reference.From == model.Name || reference.To == model.Name)
           from line in Entity(model, references)
           select line,
        "```",
        "",
    ];

    static IEnumerable<string> Entity(SqlModel model, IReadOnlyList<Reference> references)
    {
        var grain = model.Audits.FirstOrDefault(audit => audit.Name == "unique")?.Arguments ?? [];
        var named = references.Where(reference => reference.To == model.Name).Select(reference => reference.ToColumn);
        var foreign = references.Where(reference => reference.From == model.Name).Select(reference => reference.Column).ToList();
        return
        [
            $"    {model.Name} {{",
            .. from column in model.Columns
               let isKey = grain.Contains(column.Name)
               let isForeign = foreign.Contains(column.Name)
               where isKey || isForeign || named.Contains(column.Name)
               select $"        {column.Type.Kind.ToString().ToLowerInvariant()} {column.Name}{Marks(isKey, isForeign)}",
            "    }",
        ];
    }

    static string Marks(bool isKey, bool isForeign) => (isKey, isForeign) switch
    {
        (true, true) => " PK, FK",
        (true, false) => " PK",
        (false, true) => " FK",
        _ => "",
    };

    sealed record Reference(string From, string Column, string To, string ToColumn);
}
