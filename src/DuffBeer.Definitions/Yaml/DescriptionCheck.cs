using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml;

/// <summary>The dataset and every column say in words what they are: the docs, the tables and the API have nothing else to tell a reader.</summary>
static class DescriptionCheck
{
    public static void Check(Section root, IReadOnlyList<ReadColumn> columns, IReadOnlyList<ReadDerived> derived)
    {
        foreach (var section in columns.Select(column => column.Section).Concat(derived.Select(column => column.Section)).Prepend(root))
        {
            section.Require("description");
            if (section.Find("description") is not null && string.IsNullOrWhiteSpace(section.Text("description")))
                section.Report("description", "a description says in words what this is");
        }
    }
}
