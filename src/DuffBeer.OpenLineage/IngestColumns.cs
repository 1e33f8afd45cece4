using System.Text.Json.Nodes;
using DuffBeer.Core.Contracts;

namespace DuffBeer.OpenLineage;

/// <summary>Which columns of the file each column of the table is made of.</summary>
static class IngestColumns
{
    public static JsonObject Of(DatasetContract contract, DatasetName source)
    {
        var fields = new JsonObject();
        foreach (var column in contract.Columns.Where(contract.IsStored))
            fields[column.Name] = Field(source, [column], "IDENTITY", masking: false);
        for (var index = 0; index < contract.Derived.Count; index++)
        {
            var derived = contract.Derived[index];
            var made = Sources(contract, derived, index).DistinctBy(column => column.Name).ToList();
            if (made.Count > 0)
                fields[derived.Name] = Field(source, made, "TRANSFORMATION", derived.Is.UsesHashKey, derived.Is.Text);
        }

        return fields;
    }

    /// <summary>An expression sees the source columns and the derived ones before it.</summary>
    static IEnumerable<Column> Sources(DatasetContract contract, DerivedColumn derived, int index)
    {
        foreach (var name in derived.Is.UsedColumns.Order(StringComparer.Ordinal))
        {
            var before = Enumerable.Range(0, index).Reverse().FirstOrDefault(at => contract.Derived[at].Name == name, -1);
            if (before >= 0)
            {
                foreach (var column in Sources(contract, contract.Derived[before], before))
                    yield return column;
            }
            else if (contract.Columns.FirstOrDefault(column => column.Name == name) is { } source)
            {
                yield return source;
            }
        }
    }

    static JsonObject Field(
        DatasetName source, IEnumerable<Column> columns, string subtype, bool masking, string? description = null) => new()
    {
        ["inputFields"] = new JsonArray(
        [
            .. columns.Select(column => new JsonObject
            {
                ["namespace"] = source.Namespace,
                ["name"] = source.Name,
                ["field"] = column.SourceName ?? column.Name,
                ["transformations"] = new JsonArray(Transformation(subtype, masking, description)),
            }),
        ]),
    };

    static JsonObject Transformation(string subtype, bool masking, string? description)
    {
        var transformation = new JsonObject { ["type"] = "DIRECT", ["subtype"] = subtype, ["masking"] = masking };
        if (description is not null)
            transformation["description"] = description;
        return transformation;
    }
}
