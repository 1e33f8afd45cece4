using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml;

/// <summary>A derived column and the mapping it was read from.</summary>
sealed record ReadDerived(DerivedColumn Column, Section Section);

/// <summary>Reads <c>derived:</c>. An expression sees the source columns and the derived ones before it.</summary>
sealed class DerivedReading(IReadOnlyList<ReadColumn> columns, Findings findings)
{
    // A placeholder for an expression that does not compile; such a contract is never returned.
    static readonly Expression s_none = Expression.Compile("''", [], LogicalType.String);

    public IReadOnlyList<ReadDerived> Read(Section root)
    {
        var scope = columns.Select(column => new TableColumn(column.Column.Name, column.Column.Type)).ToList();
        var derived = new List<ReadDerived>();
        foreach (var section in root.Sections("derived", "name", "id", "type", "is", "description", "hides", "replaces"))
        {
            var name = section.Required("name");
            var type = ColumnTypes.Read(section);
            section.Required("is");
            // An invalid column still has a name, so that its uses are not reported as mistakes too.
            var expression = type is { } known && section.Scalar("is", "an expression") is { } text
                ? Compile(section, text, scope, known)
                : null;
            scope.Add(new(name, type ?? LogicalType.String));
            derived.Add(new(
                new(
                    name,
                    type ?? LogicalType.String,
                    expression ?? s_none,
                    section.Description(),
                    Hides(section),
                    Replaces(section, derived))
                {
                    Id = ColumnNames.Id(section),
                },
                section));
        }

        return derived;
    }

    Expression? Compile(Section section, YamlScalar text, List<TableColumn> scope, LogicalType type)
    {
        try
        {
            return Expression.Compile(text.Value, scope, type);
        }
        catch (ExpressionException invalid)
        {
            var (line, column) = PositionOf(text, invalid.Position);
            findings.Add(line, column, section.PathOf("is"), invalid.Message);
            return null;
        }
    }

    string? Hides(Section section)
    {
        if (SourceColumn(section, "hides", out var hidden)?.Key == true)
            section.Report("hides", $"'{hidden}' is a key: a key column cannot be hidden");
        return hidden;
    }

    string? Replaces(Section section, List<ReadDerived> before)
    {
        if (SourceColumn(section, "replaces", out var replaced) is not null && before.Any(column => column.Column.Replaces == replaced))
            section.Report("replaces", $"another column replaces '{replaced}' already");
        return replaced;
    }

    Column? SourceColumn(Section section, string key, out string? name)
    {
        var named = section.Scalar(key, "a source column")?.Value;
        name = named;
        var source = columns.FirstOrDefault(column => column.Column.Name == named)?.Column;
        if (named is not null && source is null)
            section.Report(key, $"there is no source column '{named}'{Spelling.Hint(named, columns.Select(column => column.Column.Name))}");
        return source;
    }

    // A literal block loses its indentation: the line is right, the column counts within the text.
    static (int Line, int Column) PositionOf(YamlScalar text, int position)
    {
        var before = text.Value[..position];
        var line = before.Count(character => character == '\n');
        return text.Style switch
        {
            ScalarStyle.Literal => (text.Line + 1 + line, position - (before.LastIndexOf('\n') + 1) + 1),
            ScalarStyle.Quoted => (text.Line, text.Column + 1 + position),
            ScalarStyle.Plain => (text.Line, text.Column + position),
            _ => (text.Line, text.Column),
        };
    }
}
