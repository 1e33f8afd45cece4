using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models;

/// <summary>Reads a header's <c>columns:</c>, one per line: name, type, description.</summary>
public static class ColumnList
{
    public static IReadOnlyList<TableColumn> Read(DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        var columns = new List<TableColumn>();
        if (header["columns"] is not { Lines.Count: > 0 } entry)
        {
            errors.Add(
                new(
                    header.File,
                    header["columns"]?.Line ?? 1,
                    1,
                    "the header lists no columns: add '-- columns:' and a line 'name type description' for each"));
            return columns;
        }

        foreach (var (line, text) in entry.Lines)
        {
            var words = HeaderList.Words(text);
            if (words.Count < 3 || !SqlName.IsValid(words[0]) || !LogicalType.TryParse(words[1], out var type))
                errors.Add(new(header.File, line, 1, $"expected 'name type description' (name: {SqlName.Rule}), found '{text}'"));
            else if (columns.Any(column => column.Name == words[0]))
                errors.Add(new(header.File, line, 1, $"the column {words[0]} is listed twice"));
            else
                columns.Add(new(words[0], type, string.Join(' ', words.Skip(2))));
        }

        return columns;
    }
}
