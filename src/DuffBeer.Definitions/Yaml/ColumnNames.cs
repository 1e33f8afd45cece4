using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml;

/// <summary>Checks that a contract's column names are valid and that no two columns can be confused.</summary>
static class ColumnNames
{
    // Every table has it as a folder between those of its partition columns and its parts.
    const string RunFolder = "run_id";

    public static void Check(Section root, IReadOnlyList<ReadColumn> columns, IReadOnlyList<ReadDerived> derived)
    {
        var sources = columns.Select(column => new Named(column.Column.Name, column.Column.Id, column.Section)).ToList();
        var others = derived.Select(column => new Named(column.Column.Name, column.Column.Id, column.Section)).ToList();
        foreach (var (name, _, section) in sources.Concat(others))
        {
            if (name == RunFolder)
                section.Report("name", $"'{RunFolder}' is reserved for every table's run folder; choose another name");
            else if (name.Length > 0 && !ContractReading.Identifier().IsMatch(name))
                section.Report(
                    "name",
                    $"'{name}' is not a column name: lowercase letters, digits and underscores, starting with a letter, at most 64");
        }

        // What replaces a source column may take its name over.
        var distinct = sources.Where(
            column => !derived.Any(other => other.Column.Replaces == other.Column.Name && other.Column.Name == column.Name))
            .Concat(others).ToList();
        var twins = distinct.Where(column => column.Name.Length > 0).GroupBy(column => column.Name).SelectMany(group => group.Skip(1));
        foreach (var twin in twins)
            twin.Section.Report("name", $"another column already has the name '{twin.Name}'");
        foreach (var twin in distinct.GroupBy(column => column.FieldId).Where(group => group.Count() > 1)
            .SelectMany(group => group.Where(column => column.Name != group.First().Name)))
        {
            var other = distinct.First(column => column.FieldId == twin.FieldId).Name;
            twin.Section.Report(twin.Id is null ? "name" : "id", $"the id of '{other}' is {twin.FieldId} too; give one of them another");
        }

        if (columns.Count == 0 && root.Find("columns") is YamlList { Items.Count: 0 })
            root.Report("columns", "a contract needs at least one column");
        CheckHeaderNames(columns);
    }

    /// <summary>The number that a column has in files; null if the contract gives none.</summary>
    public static int? Id(Section section)
    {
        if (section.Integer("id") is not { } id)
            return null;
        if (id is >= 1 and <= FieldId.LargestGiven)
            return (int)id;
        section.Report("id", $"an id is 1 to {FieldId.LargestGiven}, not {id}");
        return null;
    }

    static void CheckHeaderNames(IReadOnlyList<ReadColumn> columns)
    {
        var owners = new Dictionary<string, string>();
        foreach (var (column, section) in columns)
        {
            foreach (var name in HeaderName.Of(column))
            {
                if (!owners.TryAdd(name, column.Name) && owners[name] != column.Name)
                    section.Report(KeyOf(column, name),
                        $"a header named '{Written(column, name)}' would be both this column and '{owners[name]}'");
            }
        }
    }

    sealed record Named(string Name, int? Id, Section Section)
    {
        public int FieldId => Id ?? Core.Contracts.FieldId.OfName(Name);
    }

    static string Written(Column column, string name) =>
        column.Aliases.Prepend(column.Name).Prepend(column.SourceName ?? column.Name).First(written => HeaderName.Fold(written) == name);

    static string KeyOf(Column column, string name)
    {
        if (HeaderName.Fold(column.Name) == name)
            return "name";
        return column.Aliases.Any(alias => HeaderName.Fold(alias) == name) ? "aliases" : "source";
    }
}
